//! What the runtime itself writes among a program's errors when the whole sandbox was killed under it.
//!
//! It names the sandbox by an id of the node's and says nothing to whoever sent the program.

const START: &[u8] = b"waiting on pid ";
const CAUSE: &[u8] = b"urpc method \"containerManager.WaitPID\" failed";

/// Where in a part of standard error the runtime's last words start; its length where there are none.
pub(crate) fn start(part: &[u8]) -> usize {
    let line = part.strip_suffix(b"\n").unwrap_or(part);
    let last = line.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    // A program's own last line need not have ended.
    match find(&line[last..], START) {
        Some(at) if find(&line[last + at..], CAUSE).is_some() => last + at,
        _ => part.len(),
    }
}

fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    text.windows(words.len()).position(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::start;

    const WORDS: &str =
        "waiting on pid 3: waiting on PID 3 in sandbox \"75\": urpc method \"containerManager.WaitPID\" failed: EOF\n";

    #[test]
    fn they_are_found_behind_what_a_program_said() {
        for said in ["", "Traceback\n", "no newline", "a\n\nb"] {
            assert_eq!(start(format!("{said}{WORDS}").as_bytes()), said.len(), "{said:?}");
        }
    }

    #[test]
    fn what_a_program_says_of_its_own_waiting_is_not_theirs() {
        for said in ["", "waiting on pid 3\n", "urpc method \"containerManager.WaitPID\" failed\n"] {
            assert_eq!(start(said.as_bytes()), said.len(), "{said:?}");
        }
        let more = format!("{WORDS}and more\n");
        assert_eq!(start(more.as_bytes()), more.len());
    }
}
