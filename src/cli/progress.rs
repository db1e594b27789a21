//! How far a long command is: a bar with rate and remaining time on a terminal, a plain line from time
//! to time in a log.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Time between two plain lines: a log should show that work goes on, not fill up with it.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// Redraws of a bar in a second.
const DRAWS_PER_SECOND: u8 = 10;

/// Name, bar, share, rate, remaining time.
const TEMPLATE: &str = "{prefix} {bar:30} {percent}% {msg}, {eta} left";

/// What a share of the work is measured in: bytes of a text, rows of a sheet.
#[derive(Clone, Default)]
pub(super) struct Measure {
    /// Done so far.
    pub(super) done: Arc<AtomicU64>,
    /// All of it; 0 while unknown.
    pub(super) total: Arc<AtomicU64>,
}

/// A reader that counts what is read.
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(out)?;
        self.done.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The progress of one file.
pub(super) struct Progress {
    name: String,
    measure: Measure,
    bar: Option<ProgressBar>,
    rows: u64,
    begun: Instant,
    told: Instant,
}

impl Progress {
    pub(super) fn start(name: &str, measure: Measure) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND));
        // A terminal that cannot draw (or none) hides the bar; lines stand in for it.
        let bar = (!bar.is_hidden()).then(|| bar.with_style(style()).with_prefix(name.to_owned()).with_message("0 rows"));
        let begun = Instant::now();
        Progress { name: name.to_owned(), measure, bar, rows: 0, begun, told: begun }
    }

    /// One more row is settled.
    pub(super) fn row(&mut self) {
        self.rows += 1;
        match &self.bar {
            Some(bar) => {
                bar.set_length(self.measure.total.load(Ordering::Relaxed));
                bar.set_position(self.measure.done.load(Ordering::Relaxed));
                bar.set_message(rate(self.rows, self.begun.elapsed()));
            }
            None if self.told.elapsed() >= LINE_EVERY => {
                self.told = Instant::now();
                let (done, total) = (self.measure.done.load(Ordering::Relaxed), self.measure.total.load(Ordering::Relaxed));
                eprintln!("{}: {}", self.name, line(self.rows, self.begun.elapsed(), done, total));
            }
            None => {}
        }
    }

    /// Prints a line to standard error, above the bar if there is one.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None => eprintln!("{text}"),
        }
    }

    /// Takes the bar away; gives rows a second.
    pub(super) fn finish(self) -> f64 {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        per_second(self.rows, self.begun.elapsed())
    }
}

fn style() -> ProgressStyle {
    // A fixed template: the fallback is never taken.
    ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn per_second(rows: u64, elapsed: Duration) -> f64 {
    rows as f64 / elapsed.as_secs_f64().max(1e-9)
}

fn rate(rows: u64, elapsed: Duration) -> String {
    format!("{rows} rows, {:.0} a second", per_second(rows, elapsed))
}

/// `40000 rows, 4000 a second, 80%, 3 s left`; the share only where it is known.
fn line(rows: u64, elapsed: Duration, done: u64, total: u64) -> String {
    let mut text = rate(rows, elapsed);
    if total > 0 && done > 0 {
        let share = (done as f64 / total as f64).min(1.0);
        let left = elapsed.as_secs_f64() * (1.0 - share) / share;
        text.push_str(&format!(", {:.0}%, {left:.0} s left", share * 100.0));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_rate_share_and_rest() {
        assert_eq!(line(40_000, Duration::from_secs(10), 80, 100), "40000 rows, 4000 a second, 80%, 2 s left");
        assert_eq!(line(10, Duration::from_secs(10), 0, 0), "10 rows, 1 a second");
    }

    #[test]
    fn what_is_read_is_counted() {
        let measure = Measure::default();
        let mut reader = Counted { inner: &b"title,price\n"[..], done: Arc::clone(&measure.done) };
        std::io::copy(&mut reader, &mut std::io::sink()).expect("reads");
        assert_eq!(measure.done.load(Ordering::Relaxed), 12);
    }

    #[test]
    fn the_template_of_the_bar_is_read() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
