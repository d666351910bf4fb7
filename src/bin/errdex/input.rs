//! Logs to read: files and standard input, compressed or not, whole or growing.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use errdex::{ErrorKind, Input};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

/// The name of standard input.
pub(crate) const STDIN: &str = "-";

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// How frames of zstd begin that are left out, after a byte of `SKIPPED_FIRST`. Some compressors write one before all others.
const SKIPPED: &[u8] = &[0x2a, 0x4d, 0x18];
const SKIPPED_FIRST: RangeInclusive<u8> = 0x50..=0x5f;

/// The mark of Unicode, which is no text.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// How much memory the frames of zstd may ask for. Only `--ultra` and `--long` ask for more.
const LARGEST_WINDOW: u64 = 32 << 20;

/// How long to wait before a growing file is looked at again.
const PAUSE: Duration = Duration::from_millis(200);

/// How inputs are read.
#[derive(Clone, Default)]
pub(crate) struct Opener {
    /// Wait for more at the end of a file.
    pub(crate) follow: bool,
    /// What the text is encoded in, if not in UTF-8.
    pub(crate) encoding: Option<&'static Encoding>,
    /// Counts the bytes that are read, as they are on disk.
    pub(crate) read: Arc<AtomicU64>,
}

impl Opener {
    /// Opens the file at `path`, or standard input for `-`.
    pub(crate) fn open(&self, path: &Path) -> errdex::Result<Input> {
        self.try_open(path)
            .map_err(|source| ErrorKind::Io { action: "read", path: path.to_path_buf(), source }.into())
    }

    fn try_open(&self, path: &Path) -> io::Result<Input> {
        let is_stdin = path.as_os_str() == STDIN;
        let (reader, pauses): (Box<dyn Read + Send>, bool) = if is_stdin {
            (Box::new(io::stdin()), true)
        } else {
            let file = File::open(path)?;
            let kind = file.metadata()?;
            if kind.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder: name files"));
            }
            if self.follow {
                (Box::new(Follow::new(path, file)), true)
            } else {
                (Box::new(file), !kind.is_file())
            }
        };
        let counted = Counted { reader, read: Arc::clone(&self.read) };
        let mut reader = decompressed(counted)?;
        if let Some(encoding) = self.encoding {
            reader = Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(reader));
        }
        let reader = Box::new(Unmarked { reader, head: Some(Vec::new()) });
        Ok(Input { name: path.display().to_string(), reader, pauses })
    }
}

/// What `reader` reads, decompressed where its first bytes say that it is compressed.
fn decompressed(mut reader: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::new();
    let is_skipped = |head: &[u8]| {
        let Some((first, rest)) = head.split_first() else { return false };
        SKIPPED_FIRST.contains(first) && SKIPPED.starts_with(rest)
    };
    read_head(&mut reader, &mut head, |head| {
        let begins = |magic: &&[u8]| magic.len() > head.len() && magic.starts_with(head);
        [GZIP, ZSTD].iter().any(begins) || (is_skipped(head) && head.len() <= SKIPPED.len())
    })?;
    let is_gzip = head == GZIP;
    let is_zstd = head == ZSTD || (is_skipped(&head) && head.len() > SKIPPED.len());
    let whole = Cursor::new(head).chain(reader);
    Ok(match (is_gzip, is_zstd) {
        (true, _) => Box::new(Explained("gzip", MultiGzDecoder::new(whole))),
        (_, true) => Box::new(Explained("zstd", Zstd { source: BufReader::new(whole), frame: None })),
        _ => Box::new(whole),
    })
}

/// Reads bytes into `head` while `tells_too_little`: no more is waited for than tells.
fn read_head(
    reader: &mut impl Read,
    head: &mut Vec<u8>,
    tells_too_little: impl Fn(&[u8]) -> bool,
) -> io::Result<()> {
    while tells_too_little(head) {
        let mut byte = [0];
        match reader.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Leaves out the mark of Unicode at the beginning.
struct Unmarked<R> {
    reader: R,
    /// The first bytes, until they are given on.
    head: Option<Vec<u8>>,
}

impl<R: Read> Read for Unmarked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(head) = &mut self.head
            && !buffer.is_empty()
        {
            let begins = |head: &[u8]| MARK.len() > head.len() && MARK.starts_with(head);
            read_head(&mut self.reader, head, begins)?;
            if head == MARK {
                head.clear();
            }
            let len = head.len().min(buffer.len());
            buffer[..len].copy_from_slice(&head[..len]);
            head.drain(..len);
            if head.is_empty() {
                self.head = None;
            }
            if len > 0 {
                return Ok(len);
            }
        }
        self.reader.read(buffer)
    }
}

/// Says in which compression a failure is.
struct Explained<R>(&'static str, R);

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            io::ErrorKind::UnexpectedEof => {
                io::Error::new(error.kind(), format!("the {} data ends too early", self.0))
            }
            kind => io::Error::new(kind, format!("the {} data is damaged: {error}", self.0)),
        })
    }
}

/// Reads the frames of zstd, one after the other.
struct Zstd<R> {
    source: BufReader<R>,
    frame: Option<Box<FrameDecoder>>,
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some(frame) = &mut self.frame else {
                if self.source.fill_buf()?.is_empty() {
                    return Ok(0);
                }
                let mut frame = Box::new(FrameDecoder::new());
                frame.set_max_window_size(LARGEST_WINDOW);
                match frame.init(&mut self.source) {
                    Ok(()) => self.frame = Some(frame),
                    Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                        length,
                        ..
                    })) => {
                        let length = u64::from(length);
                        if io::copy(&mut (&mut self.source).take(length), &mut io::sink())? < length {
                            return Err(io::ErrorKind::UnexpectedEof.into());
                        }
                    }
                    Err(error) => return Err(self.failure(&error)),
                }
                continue;
            };
            if frame.can_collect() > 0 {
                return frame.read(buffer);
            }
            if !frame.is_finished() {
                let one = ruzstd::decoding::BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = frame.decode_blocks(&mut self.source, one) {
                    return Err(self.failure(&error));
                }
                continue;
            }
            let (written, computed) = (frame.get_checksum_from_data(), frame.get_calculated_checksum());
            if written.is_some() && written != computed {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "its checksum differs"));
            }
            self.frame = None;
        }
    }
}

impl<R: Read> Zstd<R> {
    /// The failure to decode what was read last.
    fn failure(&mut self, error: &FrameDecoderError) -> io::Error {
        let at_end = self.source.fill_buf().is_ok_and(<[u8]>::is_empty);
        let kind = if at_end { io::ErrorKind::UnexpectedEof } else { io::ErrorKind::InvalidData };
        io::Error::new(kind, error.to_string())
    }
}

/// Counts what is read.
struct Counted {
    reader: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.reader.read(buffer)?;
        self.read.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// A file that grows, is cut, or is replaced by another of its name: as `tail -F` reads it, from its beginning.
struct Follow {
    path: PathBuf,
    file: File,
    at: u64,
    /// What was read last does not end a line.
    within_line: bool,
    /// The file that has the name now, until all of the old one is read.
    next: Option<File>,
}

impl Follow {
    fn new(path: &Path, file: File) -> Follow {
        Follow { path: path.to_path_buf(), file, at: 0, within_line: false, next: None }
    }

    /// Goes to the beginning of a file that was cut, and sees whether another has its name. True where what follows is not
    /// the rest of what was read.
    fn look_again(&mut self) -> io::Result<bool> {
        if self.file.metadata()?.len() < self.at {
            self.at = self.file.seek(SeekFrom::Start(0))?;
            return Ok(true);
        }
        // While it is being replaced there may be none.
        if let Ok(file) = File::open(&self.path)
            && !is_same(&file, &self.file)?
        {
            self.next = Some(file);
        }
        Ok(false)
    }
}

#[cfg(unix)]
fn is_same(a: &File, b: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (a, b) = (a.metadata()?, b.metadata()?);
    Ok((a.dev(), a.ino()) == (b.dev(), b.ino()))
}

#[cfg(not(unix))]
fn is_same(a: &File, b: &File) -> io::Result<bool> {
    Ok(a.metadata()?.created().ok() == b.metadata()?.created().ok())
}

impl Read for Follow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let len = self.file.read(buffer)?;
            if len > 0 {
                self.at += len as u64;
                self.within_line = !buffer[..len].ends_with(b"\n");
                return Ok(len);
            }
            // What was written to the old file before it got another name has been read now.
            let begins_anew = if let Some(next) = self.next.take() {
                (self.file, self.at) = (next, 0);
                true
            } else {
                thread::sleep(PAUSE);
                self.look_again()?
            };
            if begins_anew && self.within_line {
                self.within_line = false;
                buffer[0] = b'\n';
                return Ok(1);
            }
        }
    }
}
