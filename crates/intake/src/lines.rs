//! Lines of a stream, in bounded memory.

use std::io::{self, BufRead, BufReader, Read};

/// One line, without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The bytes of the line.
    Whole(Vec<u8>),
    /// The line was longer than the limit and was passed over.
    TooLong,
}

/// The lines of `input`, none of them held if longer than a limit.
pub struct Lines<R> {
    input: R,
    limit: usize,
    number: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `input` of at most `limit` bytes.
    pub fn new(input: R, limit: usize) -> Self {
        Lines {
            input,
            limit,
            number: 0,
        }
    }

    /// Number of the line returned last, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Longest line that is held, in bytes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The next line, or `None` at the end.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        Ok(self.next_with_end()?.map(|line| match line {
            Line::Whole(mut bytes) => {
                bytes.truncate(without_end(&bytes).len());
                Line::Whole(bytes)
            }
            Line::TooLong => Line::TooLong,
        }))
    }

    /// As [`Lines::next_line`], with the line's end if it has one.
    ///
    /// # Errors
    /// If the stream cannot be read.
    pub fn next_with_end(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        if (&mut self.input)
            .take(self.limit as u64 + 1)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(None);
        }
        self.number += 1;
        if line.len() > self.limit && line.last() != Some(&b'\n') {
            self.input.skip_until(b'\n')?;
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(Line::Whole(line)))
    }
}

/// The line without its end.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

impl<R: Read> Lines<BufReader<R>> {
    /// True where the next line is at hand and [`Lines::next_line`] will not wait for it.
    pub fn ready(&self) -> bool {
        self.input.buffer().contains(&b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines};

    #[test]
    fn long_lines_are_passed_over_and_counted() {
        let mut lines = Lines::new(&b"one\r\nmuch too long\n\nlast"[..], 5);
        let mut seen = Vec::new();
        while let Some(line) = lines.next_line().expect("memory can be read") {
            seen.push((lines.number(), line));
        }
        let whole = |text: &str| Line::Whole(text.as_bytes().to_vec());
        assert_eq!(
            seen,
            [
                (1, whole("one")),
                (2, Line::TooLong),
                (3, whole("")),
                (4, whole("last"))
            ]
        );
    }
}
