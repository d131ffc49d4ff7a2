//! Reads `O(n log n)` and its like. What is not plainly such a notation is no class.

mod growth;
mod words;

use complexity::Class;

use self::growth::Growth;
use self::words::{Word, words};

/// Characters of a notation, at most.
const CHARS_MAX: usize = 80;
/// Parentheses in parentheses, at most.
const DEPTH_MAX: usize = 12;

/// The class of a notation.
pub(crate) fn class(text: &str) -> Option<Class> {
    let text = text.trim().trim_matches(['`', '$']).trim();
    let inner = ["O(", "Θ("].iter().find_map(|start| text.strip_prefix(start))?.strip_suffix(')')?;
    if text.chars().count() > CHARS_MAX {
        return None;
    }
    let words = words(inner)?;
    let mut reader = Reader { words: &words, at: 0, depth: 0 };
    let growth = reader.sum()?;
    (reader.at == words.len()).then(|| growth.class())
}

/// Reads words by the grammar: sums of products of powers.
struct Reader<'w> {
    words: &'w [Word],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.at)
    }

    fn take(&mut self, word: &Word) -> bool {
        let is_next = self.peek() == Some(word);
        self.at += usize::from(is_next);
        is_next
    }

    fn sum(&mut self) -> Option<Growth> {
        let mut whole = self.product()?;
        loop {
            if self.take(&Word::Plus) {
                whole = whole.or(self.product()?);
            } else if self.take(&Word::Minus) {
                // What is taken away makes nothing grow faster.
                self.product()?;
            } else {
                return Some(whole);
            }
        }
    }

    fn product(&mut self) -> Option<Growth> {
        let mut whole = self.power()?;
        loop {
            if self.take(&Word::Times) {
                whole = whole.times(self.power()?);
            } else if self.take(&Word::Over) {
                whole = whole.over(self.power()?)?;
            } else if self.peek().is_some_and(Word::begins_factor) {
                whole = whole.times(self.power()?);
            } else {
                return Some(whole);
            }
        }
    }

    fn power(&mut self) -> Option<Growth> {
        let base = self.atom()?;
        match self.peek() {
            Some(Word::Caret) => {
                self.at += 1;
                base.to_the(self.atom()?)
            }
            Some(Word::Superscript(power)) => {
                let power = *power;
                self.at += 1;
                base.to_the(power)
            }
            Some(Word::Factorial) => {
                self.at += 1;
                base.factorial()
            }
            _ => Some(base),
        }
    }

    fn atom(&mut self) -> Option<Growth> {
        let word = self.peek()?.clone();
        self.at += 1;
        match word {
            Word::Number(number) => Some(Growth::number(number)),
            Word::Variable(name) => Some(Growth::variable(&name)),
            Word::Log => self.log(),
            Word::Root => Some(self.power()?.root()),
            Word::Open => self.nested(&Word::Close),
            Word::Bar => self.nested(&Word::Bar),
            Word::Most | Word::Least => self.of_several(word == Word::Most),
            _ => None,
        }
    }

    /// `log n`, `log(n)`, `log² n`, `log^2 n`, `log_2 n`
    fn log(&mut self) -> Option<Growth> {
        let mut times = 1;
        if self.take(&Word::Caret) {
            times = self.atom()?.whole_number()?;
        } else if let Some(Word::Superscript(power)) = self.peek() {
            times = power.whole_number()?;
            self.at += 1;
        } else if self.take(&Word::Base) {
            self.atom()?;
        }
        let inner = self.power()?;
        (1..=8).contains(&times).then(|| inner.log(times))
    }

    fn nested(&mut self, end: &Word) -> Option<Growth> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        let inner = self.sum()?;
        self.depth -= 1;
        self.take(end).then_some(inner)
    }

    /// `max(n, m)`: several variables of one size, so the larger or the smaller growth.
    fn of_several(&mut self, most: bool) -> Option<Growth> {
        if !self.take(&Word::Open) {
            return None;
        }
        let mut whole = self.sum()?;
        while self.take(&Word::Comma) {
            let other = self.sum()?;
            whole = if most { whole.or(other) } else { whole.and(other) };
        }
        self.take(&Word::Close).then_some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_everywhere_is_understood() {
        let written: [(Class, &[&str]); 16] = [
            (Class::Constant, &["O(26)", "`O(1)`", "$O(1)$", "O(2^3)", "O(log 5)", " O(1) "]),
            (Class::Logarithmic, &["O(log n)", "O(log(n))", "O(log2 n)", "O(log_2 n)", "O(log₂ n)", "O(lg n)"]),
            (Class::Logarithmic, &["O(log² n)", "O(log^2 n)", "O((log n)^2)", "O(log log n)", "O(log min(n, m))"]),
            (Class::Root, &["O(√n)", "O(sqrt(n))", "O(sqrt n)", "O(n^0.5)", "O(n^(1/2))", "O(sqrt(n) log n)"]),
            (Class::Linear, &["O(n)", "Θ(n)", "O(N)", "O(V+E)", "O(V + E)", "O(n + m)", "O(2n)"]),
            (Class::Linear, &["O(|V| + |E|)", "O(len(s))", "O(n/2)", "O(3*n + 7)", "O(amount)", "O(max(n, m))"]),
            (Class::Linearithmic, &["O(n log n)", "O(n*log(n))", "O(n·log n)", "O(n \\log n)", "O(E log V)"]),
            (Class::Linearithmic, &["O((V + E) log V)", "O(n log^2 n)", "O(n log n + m)", "O(log(n!))", "O(n lg n)"]),
            (Class::LinearRoot, &["O(n√n)", "O(n sqrt(n))", "O(n^1.5)", "O(n^1.585)", "O(n^(3/2))"]),
            (Class::Quadratic, &["O(n^2)", "O(n²)", "O(n*m)", "O(nm)"]),
            (Class::Quadratic, &["O(n m)", "O(V*E)", "O(n * amount)", "O(n**2)", "O(n^2 + n log n)", "O(n(n+1)/2)"]),
            (Class::QuadraticLog, &["O(n² log n)", "O(n^2 * log n)", "O(n*m log n)", "O(n^2.5)"]),
            (Class::Cubic, &["O(n^3)", "O(n³)", "O(n*m*k)", "O(V^3)"]),
            (Class::Polynomial, &["O(n^4)", "O(n⁴)", "O(n^k)", "O(n^3 log n)"]),
            (Class::Exponential, &["O(2^n)", "O(2ⁿ)", "O(n * 2^n)", "O(2^(n/2))", "O(b^d)", "O(1.618^n)", "O(2^{n})"]),
            (Class::Factorial, &["O(n!)", "O(n * n!)", "O(n^n)", "O((n+1)!)"]),
        ];
        for (expected, texts) in written {
            for text in texts {
                assert_eq!(class(text), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_plainly_a_notation_is_nothing() {
        let texts = [
            "",
            "O()",
            "n",
            "unknown",
            "O(n",
            "O(n))",
            "(n)",
            "o(n)",
            "O(n) amortized",
            "O(1) because I was told so",
            "O(nlogn)",
            "O(n elements)",
            "O(n log)",
            "O(n^)",
            "O(*n)",
            "O(n +)",
            "O(n; m)",
            "O(α(n))",
            "O(f(n))",
            "O(n) O(1)",
            "O(1/0)",
            "O(n^999999999999999999999)",
            "O(log^99 n)",
            "O(<script>)",
            "O(n!^)",
        ];
        for text in texts {
            assert_eq!(class(text), None, "{text}");
        }
        assert_eq!(class(&format!("O({}n{})", "(".repeat(30), ")".repeat(30))), None);
        assert_eq!(class(&format!("O({})", "n+".repeat(90))), None);
    }

    #[test]
    fn own_notations_read_back() {
        for own in Class::ALL.into_iter().filter(|own| *own != Class::Unknown) {
            assert_eq!(class(own.notation()), Some(own), "{own}");
        }
    }

    #[test]
    fn nothing_makes_it_panic() {
        let letters =
            ["O(", ")", "(", "n", "^", "2", "log", "!", "√", "²", "ⁿ", "+", "*", "/", "-", ",", "max", "|", " "];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = "O(".to_owned();
            for _ in 0..(seed % 12) {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(letters[usize::try_from(seed >> 33).unwrap_or_default() % letters.len()]);
            }
            text.push(')');
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let _ = class(&text);
        }
    }
}
