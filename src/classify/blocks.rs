//! Bytes of any length → blocks of whole lines, in bounded memory.
//!
//! A line that is longer than is asked for loses its end; that it had more shows by its length. Where the input pauses, what
//! was read is given at once, so that nobody waits for a block to fill.

use std::io::{self, Read};
use std::sync::Arc;

use memchr::{memchr, memrchr};

/// How many bytes are read before they are given away.
const BLOCK: usize = 256 * 1024;

/// How much is read at once of an input that may pause: what a pipe holds.
const READ: usize = 64 * 1024;

/// What of a line that is too long is kept beyond what was asked for: enough to tell that it was too long, the return before
/// a line's end aside.
const BEYOND: usize = 2;

/// Whole lines that follow one another.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The name of the input that they are of.
    pub(super) name: Arc<str>,
    /// The number of the first line in its input, from 1.
    pub(super) first_line: u64,
    /// The lines, each with its end but for the last one of an input.
    pub(super) bytes: Vec<u8>,
    /// How many bytes of the input were read for them.
    pub(super) read: u64,
    /// What is written of them.
    pub(super) output: Vec<u8>,
}

/// The lines of a block, without their ends.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines_with_returns(bytes).map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// The lines of a block, without the line feeds that end them; the carriage returns before these are part of them.
pub(super) fn lines_with_returns(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let end = memchr(b'\n', bytes);
        let line = &bytes[..end.unwrap_or(bytes.len())];
        bytes = end.map_or(&[], |end| &bytes[end + 1..]);
        Some(line)
    })
}

/// Reads an input as blocks.
pub(super) struct Blocks<R> {
    reader: R,
    name: Arc<str>,
    /// The input may pause: what one read gives is given on.
    pauses: bool,
    /// How much of a line is kept.
    longest_line: usize,
    next_line: u64,
    /// The beginning of the next block: a line without its end.
    rest: Vec<u8>,
    /// The line in `rest` is as long as is kept; what follows of it is left out.
    cut: bool,
    ended: bool,
    /// Why it could not be read on, until that is said.
    failed: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    /// `longest_line` is how much of a line is kept.
    pub(super) fn new(reader: R, name: Arc<str>, pauses: bool, longest_line: usize) -> Blocks<R> {
        Blocks {
            reader,
            name,
            pauses,
            longest_line,
            next_line: 1,
            rest: Vec::new(),
            cut: false,
            ended: false,
            failed: None,
        }
    }

    /// Fills `block` with the next lines; false at the end of the input.
    ///
    /// # Errors
    ///
    /// Where the input cannot be read on, after all that could be read of it was given.
    pub(super) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        block.name = Arc::clone(&self.name);
        block.first_line = self.next_line;
        block.read = 0;
        block.bytes.clear();
        block.bytes.append(&mut self.rest);
        while !self.ended {
            let from = block.bytes.len();
            match self.read_more(&mut block.bytes) {
                Ok(0) => self.ended = true,
                Ok(read) => block.read += read as u64,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    // What came before the failure was read.
                    block.read += (block.bytes.len() - from) as u64;
                    self.failed = Some(error);
                    self.ended = true;
                }
            }
            let whole = self.cut_long_line(&mut block.bytes, from);
            if let Some(end) = whole
                && !self.ended
                && (self.pauses || block.bytes.len() >= BLOCK)
            {
                self.rest.extend_from_slice(&block.bytes[end..]);
                block.bytes.truncate(end);
                break;
            }
        }
        self.next_line += memchr::memchr_iter(b'\n', &block.bytes).count() as u64;
        match self.failed.take_if(|_| block.bytes.is_empty()) {
            Some(error) => Err(error),
            None => Ok(!block.bytes.is_empty()),
        }
    }

    /// Reads up to the end of a block, or once where the input may pause; within a long line a little more.
    fn read_more(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let from = bytes.len();
        if !self.pauses {
            let room = BLOCK.saturating_sub(from).max(READ);
            return (&mut self.reader).take(room as u64).read_to_end(bytes);
        }
        bytes.resize(from + READ, 0);
        let read = self.reader.read(&mut bytes[from..]);
        bytes.truncate(from + *read.as_ref().unwrap_or(&0));
        read
    }

    /// Drops what of a line is not kept, in what was read from `from` on. Gives where the last whole line ends.
    fn cut_long_line(&mut self, bytes: &mut Vec<u8>, from: usize) -> Option<usize> {
        let mut from = from;
        if self.cut {
            // What was read goes on with the line that was cut.
            match memchr(b'\n', &bytes[from..]) {
                Some(end) => {
                    bytes.drain(from..from + end);
                    self.cut = false;
                    from += 1;
                }
                None => bytes.truncate(from),
            }
        }
        let end = memrchr(b'\n', &bytes[from.min(bytes.len())..]).map(|at| from + at + 1);
        let end = end.or_else(|| memrchr(b'\n', &bytes[..from.min(bytes.len())]).map(|at| at + 1));
        let line = end.unwrap_or(0);
        if bytes.len() - line > self.longest_line + BEYOND {
            bytes.truncate(line + self.longest_line + BEYOND);
            self.cut = true;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces of the sizes, one after the other.
    struct Pieces<'b>(&'b [u8], std::iter::Cycle<std::iter::Copied<std::slice::Iter<'b, usize>>>);

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = self.1.next().unwrap_or(1).min(buffer.len()).min(self.0.len());
            buffer[..len].copy_from_slice(&self.0[..len]);
            self.0 = &self.0[len..];
            Ok(len)
        }
    }

    fn read(bytes: &[u8], sizes: &[usize], pauses: bool) -> Vec<(u64, Vec<u8>)> {
        let mut blocks = Blocks::new(Pieces(bytes, sizes.iter().copied().cycle()), "".into(), pauses, 10);
        let (mut block, mut read) = (Block::default(), Vec::new());
        while blocks.next(&mut block).expect("no failure") {
            let lines = lines(&block.bytes).map(<[u8]>::to_vec);
            read.extend((block.first_line..).zip(lines));
        }
        read
    }

    #[test]
    fn lines_do_not_depend_on_how_they_are_read() {
        let long = format!("{}\r\nb\n", "a".repeat(50));
        let texts = [
            "",
            "\n",
            "a",
            "a\n",
            "\n\nx\n\n",
            "one\r\ntwo\r\n",
            "0123456789\n01234567890\r\nend",
            &long,
            &"z".repeat(99),
        ];
        for text in texts {
            let want: Vec<(u64, Vec<u8>)> = (1..)
                .zip(lines(text.as_bytes()))
                .map(|(number, line)| (number, line[..line.len().min(12)].to_vec()))
                .collect();
            for sizes in [&[1][..], &[2, 1, 3], &[7], &[11, 1], &[1000]] {
                for pauses in [true, false] {
                    let got = read(text.as_bytes(), sizes, pauses);
                    assert_eq!(got.len(), want.len(), "{text:?} {sizes:?}");
                    for ((number, line), (wanted, whole)) in got.iter().zip(&want) {
                        assert_eq!(number, wanted);
                        // What is beyond the tenth byte only says that there is more.
                        assert_eq!(
                            line[..line.len().min(10)],
                            whole[..whole.len().min(10)],
                            "{text:?} {sizes:?}"
                        );
                        assert_eq!(line.len() > 10, whole.len() > 10, "{text:?} {sizes:?}");
                    }
                }
            }
        }
    }
}
