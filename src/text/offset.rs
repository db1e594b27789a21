//! The way back from a changed text to the text it came from.
//!
//! A map is a list of runs; within a run every unit of `made` bytes of the new text came from
//! `from` bytes of the old one. What was removed lies between runs and belongs to none.
//!
//! Invariants: runs are in rising order and do not overlap on either side; an empty map is the
//! identity.

use std::ops::Range;

/// Where one run of units begins on both sides, and how long a unit is on each.
#[derive(Debug, Clone, Copy)]
struct Run {
    new: usize,
    old: usize,
    made: usize,
    from: usize,
}

/// Byte positions of a new text mapped to byte positions of the old.
#[derive(Debug, Clone, Default)]
pub(crate) struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// Records that the old bytes `old..old + from` became the new bytes `new..new + made`.
    /// Calls come in rising order; `made` is above zero. Equal lengths count as copied bytes.
    pub(crate) fn push(&mut self, new: usize, made: usize, old: usize, from: usize) {
        let (unit_made, unit_from) = if made == from { (1, 1) } else { (made, from) };
        if let Some(last) = self.runs.last()
            && last.made == unit_made
            && last.from == unit_from
        {
            let units = (new - last.new) / unit_made;
            if last.old + units * unit_from == old && last.new + units * unit_made == new {
                return;
            }
        }
        self.runs.push(Run { new, old, made: unit_made, from: unit_from });
    }

    /// The old bytes of which the new bytes `span` were made, in the units of the runs.
    pub(crate) fn back(&self, span: Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return span;
        }
        let start = self.start_of(span.start);
        if span.end <= span.start {
            return start..start;
        }
        let end = self.end_of(span.end - 1);
        start..end.max(start)
    }

    fn run_at(&self, new: usize) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.new <= new);
        self.runs.get(after.checked_sub(1)?)
    }

    fn start_of(&self, new: usize) -> usize {
        self.run_at(new).map_or(0, |r| r.old + (new - r.new) / r.made * r.from)
    }

    fn end_of(&self, new: usize) -> usize {
        self.run_at(new).map_or(0, |r| r.old + ((new - r.new) / r.made + 1) * r.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_unequal_length() {
        // "ＪＢ x" (3 + 3 + 1 + 1 bytes) became "JB x".
        let mut map = OffsetMap::default();
        map.push(0, 1, 0, 3);
        map.push(1, 1, 3, 3);
        map.push(2, 2, 6, 2);
        assert_eq!(map.runs.len(), 2);
        assert_eq!(map.back(0..2), 0..6);
        assert_eq!(map.back(1..4), 3..8);
        assert_eq!(map.back(3..4), 7..8);
    }

    #[test]
    fn removed_bytes_at_the_edge_stay_out() {
        // "ab<3 removed>cd".
        let mut map = OffsetMap::default();
        map.push(0, 2, 0, 2);
        map.push(2, 2, 5, 2);
        assert_eq!(map.back(0..2), 0..2);
        assert_eq!(map.back(2..4), 5..7);
        assert_eq!(map.back(1..3), 1..6);
        assert_eq!(OffsetMap::default().back(3..5), 3..5);
    }
}
