//! Says what the error bodies mean that an HTTP client got.
//!
//! ```sh
//! curl -si https://vpc.example.com/v1/publicips/0 | cargo run --example annotate
//! ```
//!
//! Reads a response on standard input, as `curl -i` prints it: the status line, headers, an empty line, the body.

use std::io::{self, Read};

use errdex::{Cache, Index, Layers, Query, Searcher, Verdict};

/// A response that is no success.
struct HttpError {
    status: u16,
    body: String,
}

impl HttpError {
    /// The error in a response as it was on the wire; none where it is a success or no response.
    fn of(response: &str) -> Option<HttpError> {
        let (head, body) = response.split_once("\r\n\r\n").or_else(|| response.split_once("\n\n"))?;
        let status = head.split_whitespace().nth(1)?.parse().ok()?;
        (status >= 400).then(|| HttpError { status, body: body.to_owned() })
    }

    /// One line to log beside the error.
    fn annotation(&self, index: &Index) -> errdex::Result<String> {
        let query = Query { http_status: Some(self.status), limit: 1, ..Query::new(&self.body) };
        let answer = Searcher::new(index).search(&query)?;
        let Some(hit) = answer.hits.first().filter(|_| answer.verdict != Verdict::Unknown) else {
            let unlisted = match answer.signals.unlisted.as_slice() {
                [] => "nothing fits".to_owned(),
                codes => format!("no catalog has {}", codes.join(", ")),
            };
            return Ok(format!("HTTP {}: {unlisted}", self.status));
        };
        let texts = [&hit.entry.message, &hit.entry.remedy];
        let texts: Vec<&str> =
            texts.iter().filter_map(|texts| texts.values().next()).map(String::as_str).collect();
        Ok(format!("HTTP {}: {} {}: {}", self.status, hit.entry.vendor, hit.entry.code, texts.join(" → ")))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut response = Vec::new();
    io::stdin().read_to_end(&mut response)?;
    let response = String::from_utf8_lossy(&response);
    // A program that runs for long opens the index once; `Cache::new(Some(folder))` keeps it from run to run.
    let index = Cache::new(None).open(&Layers::default())?;
    match HttpError::of(&response) {
        Some(error) => println!("{}", error.annotation(&index)?),
        None => println!("no error"),
    }
    Ok(())
}
