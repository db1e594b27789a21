//! From bytes to UTF-8. The encoding is what the sender declared, else what a
//! byte-order mark says, else UTF-8 if the beginning is valid or most lines of it are, else the one in which the column
//! names make sense, else the best guess from the letters.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Decoder, Encoding, GB18030, UTF_8, WINDOWS_1252};

use super::columns;

/// Bytes that the encoding is judged by.
const SAMPLE_BYTES: usize = 64 * 1024;
/// Bytes decoded at once.
const STEP_BYTES: usize = 16 * 1024;

/// A reader of UTF-8 over a reader of some encoding. Bytes that the encoding does not have become
/// U+FFFD, which the row reader refuses by name.
pub struct Utf8<R> {
    inner: R,
    encoding: &'static Encoding,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    finished: bool,
    failed: Option<io::Error>,
}

impl<R: Read> Utf8<R> {
    /// Reads the beginning and settles the encoding.
    pub fn open(mut inner: R, declared: Option<&'static Encoding>) -> Utf8<R> {
        let mut raw = Vec::new();
        // A body that fails early still gives the rows before the failure.
        let (ended, failed) = match inner.by_ref().take(SAMPLE_BYTES as u64).read_to_end(&mut raw) {
            Ok(count) => (count < SAMPLE_BYTES, None),
            Err(error) => (true, Some(error)),
        };
        let encoding = declared.unwrap_or_else(|| detect(&raw, ended));
        Utf8 { inner, encoding, decoder: encoding.new_decoder(), raw, text: Vec::new(), at: 0, ended, finished: false, failed }
    }

    /// The encoding that is read.
    pub fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    fn refill(&mut self) {
        self.text.clear();
        self.at = 0;
        if self.raw.is_empty() && !self.ended {
            match self.inner.by_ref().take(STEP_BYTES as u64).read_to_end(&mut self.raw) {
                Ok(count) => self.ended = count < STEP_BYTES,
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(error);
                }
            }
        }
        let size = self.decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len().saturating_mul(3) + 16);
        self.text.resize(size, 0);
        let (_, read, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
        self.text.truncate(written);
        self.raw.drain(..read);
        // A decoder may only be told once that its input has ended.
        self.finished = self.ended && self.raw.is_empty();
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while self.at >= self.text.len() {
            if self.finished {
                return self.failed.take().map_or(Ok(0), Err);
            }
            self.refill();
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let count = rest.len().min(out.len());
        for (slot, byte) in out.iter_mut().zip(rest) {
            *slot = *byte;
        }
        self.at += count;
        Ok(count)
    }
}

fn detect(sample: &[u8], complete: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => return UTF_8,
        // The sample may end inside of a letter.
        Err(error) if error.error_len().is_none() && !complete => return UTF_8,
        Err(_) if mostly_utf8(sample) => return UTF_8,
        Err(_) => {}
    }
    by_columns(sample).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, complete);
        detector.guess(None, Utf8Detection::Deny)
    })
}

/// Whether of the lines with more than plain letters as many are UTF-8 as are not: then those that are not
/// are damaged, and refused by name, and the file is not of another encoding. Hardly a line of another
/// encoding happens to be UTF-8.
fn mostly_utf8(sample: &[u8]) -> bool {
    let lines = || sample.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii());
    let valid = lines().filter(|line| std::str::from_utf8(line).is_ok()).count();
    valid * 2 >= lines().count()
}

/// The encoding in which more column names are known than in any other: a Chinese header is read
/// as GB18030 for certain, where a few short cells leave a statistical guess in doubt.
fn by_columns(sample: &[u8]) -> Option<&'static Encoding> {
    let header = sample.split(|byte| *byte == b'\n').next()?;
    if header.is_ascii() {
        return None;
    }
    let mut counts: Vec<(usize, &'static Encoding)> =
        [GB18030, BIG5, WINDOWS_1252].into_iter().map(|encoding| (columns::known_in(&encoding.decode(header).0), encoding)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(most, encoding), (next, _), ..] if most > next => Some(encoding),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let mut reader = Utf8::open(bytes, None);
        let mut text = String::new();
        reader.read_to_string(&mut text).expect("reads");
        (text, reader.encoding().name())
    }

    #[test]
    fn each_encoding_is_found() {
        let chinese = "品名,原产地,价格\n腰果仁W320,VN,6800\n";
        let french = "désignation;origine;quantité\nnoix de cajou décortiquées;BJ;18\n";
        assert_eq!(read(&GB18030.encode(chinese).0), (chinese.to_owned(), "gb18030"));
        assert_eq!(read(&WINDOWS_1252.encode(french).0), (french.to_owned(), "windows-1252"));
        assert_eq!(read(chinese.as_bytes()), (chinese.to_owned(), "UTF-8"));
        assert_eq!(read(format!("\u{feff}{chinese}").as_bytes()), (chinese.to_owned(), "UTF-8"));
        assert_eq!(read(b""), (String::new(), "UTF-8"));
    }

    #[test]
    fn a_damaged_line_does_not_change_the_encoding_of_the_others() {
        let rows = "{\"title\": \"腰果仁\"}\n".repeat(3);
        let damaged = [rows.as_bytes(), b"{\"title\": \"bad \xff bytes\"}\n", rows.as_bytes()].concat();
        let (text, encoding) = read(&damaged);
        assert_eq!(encoding, "UTF-8");
        assert_eq!(text.lines().filter(|line| line.contains("腰果仁")).count(), 6);
        let mixed = ["title\n大豆\n".as_bytes(), &GB18030.encode("腰果\n").0].concat();
        assert_eq!(read(&mixed).1, "UTF-8");
    }

    #[test]
    fn long_files_keep_letters_whole() {
        let text = "腰果仁一级，产地越南。\n".repeat(20_000);
        assert_eq!(read(text.as_bytes()).0, text);
        assert_eq!(read(&GB18030.encode(&text).0).0, text);
    }
}
