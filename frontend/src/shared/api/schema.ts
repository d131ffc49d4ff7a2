/**
 * The HTTP contract as types, in the shape that openapi-typescript writes.
 * Written by hand until `docs/openapi.json` is committed; `npm run types` then replaces this file.
 */
export interface components {
  schemas: {
    Status: "queued" | "running" | "success" | "failed" | "timed_out" | "cancelled";
    Limit: "wall_time" | "cpu_time" | "memory" | "processes" | "output" | "disk";
    Violation: {
      rule: string;
      line: number;
      column: number;
      end_line: number;
      end_column: number;
      message: string;
      allowed: string;
    };
    Limits: {
      wall_time_ms: number;
      cpu_time_ms: number | null;
      cpu_millis: number;
      memory_bytes: number;
      processes: number;
      tmp_bytes: number;
      output_bytes: number;
    };
    Isolation: { driver: string; runtime_version: string; platform: string; start: string; relaxed: boolean };
    ResourceUsage: { cpu_time_ms: number; memory_peak_bytes: number | null };
    Result: {
      job_id: string;
      status: components["schemas"]["Status"];
      success: boolean;
      language: string;
      code: string;
      args: string[];
      stdin: string;
      stdin_base64?: string | null;
      files: { path: string; bytes: number }[];
      stdout: string;
      stderr: string;
      stdout_base64: string | null;
      stderr_base64: string | null;
      error: string | null;
      error_type: string | null;
      error_code: string | null;
      exit_code: number | null;
      signal: number | null;
      timed_out: boolean;
      limit: components["schemas"]["Limit"] | null;
      execution_time_ms: number | null;
      queue_time_ms: number | null;
      startup_time_ms: number | null;
      security_violations: components["schemas"]["Violation"][];
      truncated: boolean;
      truncated_streams: ("stdout" | "stderr")[];
      resource_usage: components["schemas"]["ResourceUsage"] | null;
      limits: components["schemas"]["Limits"];
      isolation: components["schemas"]["Isolation"] | null;
      attempt: number;
      created_at: string;
      started_at: string | null;
      finished_at: string | null;
      queue_position: number | null;
      cancel_requested: boolean;
    };
    Accepted: { job_id: string; status: "queued"; queue_position: number | null };
    Submission: { code: string; language: string; timeout_seconds?: number; stdin?: string; args?: string[] };
    JobSummary: {
      job_id: string;
      status: components["schemas"]["Status"];
      success: boolean;
      language: string;
      first_line: string;
      exit_code: number | null;
      signal: number | null;
      limit: components["schemas"]["Limit"] | null;
      error_code: string | null;
      created_at: string;
      started_at: string | null;
      finished_at: string | null;
      execution_time_ms: number | null;
      attempt: number;
    };
    JobList: { jobs: components["schemas"]["JobSummary"][]; next: string | null };
    Validation: {
      safe: boolean;
      security_violations: components["schemas"]["Violation"][];
      bytes: number;
      bytes_max: number;
    };
    Share: { url: string; token: string };
    Language: {
      id: string;
      name: string;
      version: string;
      monaco: string;
      file_extension: string;
      source_bytes_max: number;
      imports: string[] | null;
      limits: components["schemas"]["Limits"];
      examples: { name: string; code: string }[];
    };
    Languages: { languages: components["schemas"]["Language"][] };
    Cognito: { region: string; user_pool_id: string; client_id: string; endpoint: string | null };
    Config: {
      version: string;
      auth: { mode: "local" | "api_key" | "cognito"; cognito: components["schemas"]["Cognito"] | null };
      imports: "whitelist" | "any";
      relaxed: boolean;
      limits: components["schemas"]["Limits"];
      source_bytes_max: number;
    };
    AnalyzeStatus: { available: boolean; provider: string | null };
    ErrorBody: {
      error: {
        code: string;
        message: string;
        suggestion: string;
        details: { fields?: { field: string; message: string }[] };
      };
      detail: string;
      request_id: string;
    };
  };
}
