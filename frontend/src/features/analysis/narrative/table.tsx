import type { Token, Tokens } from "marked";
import type { ReactNode } from "react";

interface TableProps {
  token: Tokens.Table;
  /** Draws what stands in a cell. */
  cell: (tokens: readonly Token[]) => ReactNode;
}

export function Table({ token, cell }: TableProps) {
  return (
    <table>
      <thead>
        <tr>
          {token.header.map(({ tokens }, index) => (
            <th key={index}>{cell(tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {token.rows.map((row, index) => (
          <tr key={index}>
            {row.map(({ tokens }, column) => (
              <td key={column}>{cell(tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
