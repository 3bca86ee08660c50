//! Checking a whole log: the leaves as they are stored, the tiles, and what was signed.

mod reference;
mod sort;

use std::fmt;

use crate::checkpoint::Checkpoint;
use crate::tile::{Tile, WIDTH};
use crate::tree::{Tiles, Tree, TreeError};
use crate::{Hash, Range};
use reference::Reference;
use sort::Differences;

/// A leaf as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the log, from 0.
    pub index: u64,
    /// Its bytes.
    pub leaf: Vec<u8>,
}

/// What is wrong with a log, and where. Places are those of the signed log, from 0, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "places are explained above; each variant says what they are of"
)]
pub enum Finding {
    /// These rows hold something else than what was logged there.
    Edited { first: u64, last: u64 },
    /// These leaves were logged, and are gone.
    Dropped { first: u64, last: u64 },
    /// These rows hold something that was never logged, between leaves that were.
    Added { first: u64, last: u64 },
    /// These rows hold leaves that were logged elsewhere, the first of them at `from`.
    Moved { first: u64, last: u64, from: u64 },
    /// The rows end before the log does: there are `rows`, and `size` were signed.
    Truncated { rows: u64, size: u64 },
    /// This row comes behind one with the same or a higher place.
    OutOfOrder { index: u64 },
    /// At least one of these rows is not what was logged there. Which, only a tile could tell that is
    /// itself damaged.
    Unclear { first: u64, last: u64 },
    /// The rows do not lead to the root that was signed, and nothing tells which are wrong.
    Unsigned,
    /// This tile is not stored.
    TileMissing { tile: Tile },
    /// This tile does not lead to the root that was signed.
    TileChanged { tile: Tile },
    /// The tiles at the right edge do not lead to the root that was signed; at least one of them was
    /// changed, or the checkpoint is not of this log.
    EdgeChanged,
    /// The earlier checkpoint, over this many leaves, is not the beginning of this log: what it covers
    /// was changed afterwards, and signed again.
    Rewritten { size: u64 },
    /// The earlier checkpoint covers more leaves than what is signed now.
    Shrunk { from: u64, to: u64 },
    /// The earlier checkpoint is of another log.
    OtherLog,
}

/// What came of checking a log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong, in order of kinds and places. Empty if the log is whole.
    pub findings: Vec<Finding>,
    /// Rows that there are.
    pub rows: u64,
    /// Rows that came after the checkpoint: nothing was signed of them yet.
    pub pending: u64,
    /// Whether there are more rows at fault than are told apart here: the findings then name at least
    /// the first of them.
    pub is_cut: bool,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Why a log could not be checked to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError<R, T> {
    /// The rows could not be read.
    #[error("the rows cannot be read: {0}")]
    Rows(R),
    /// The tiles could not be read.
    #[error("the tiles cannot be read: {0}")]
    Tiles(T),
}

/// Checks stored rows, in order of their places, and tiles against the checkpoint that the tiles were
/// made for and whose signature was checked ([`Checkpoint::open`]), and against an earlier one, such as a
/// partner or a receipt keeps. Without an earlier one, whoever holds the log's key can have rewritten everything.
///
/// Any difference from what was signed is found. Where it is can be told as long as tiles are whole:
/// each is proven by the one above it. Takes linear time, and memory for a few tiles and for at most
/// 65,536 differences of each kind.
///
/// # Errors
/// If rows or tiles cannot be read; what is wrong with them is told in the report.
pub fn audit<T: Tiles, R>(
    rows: impl IntoIterator<Item = Result<Row, R>>,
    tiles: &T,
    checkpoint: &Checkpoint,
    earlier: Option<&Checkpoint>,
) -> Result<Report, AuditError<R, T::Error>> {
    let size = checkpoint.size();
    let mut walk = Walk {
        rows: rows.into_iter(),
        held: None,
        next: 0,
        report: Report::default(),
        range: Some(Range::new()),
        mark: earlier.map(Checkpoint::size).filter(|mark| *mark <= size),
        marked: None,
    };
    walk.mark_here();
    let mut reference = Reference::new(tiles, checkpoint).map_err(AuditError::Tiles)?;
    let mut differences = Differences::default();
    for window in 0..size.div_ceil(WIDTH) {
        let known = reference.window(window).map_err(AuditError::Tiles)?;
        let (first, end) = (window * WIDTH, size.min((window + 1) * WIDTH));
        let found = walk.until(end).map_err(AuditError::Rows)?;
        differences.compare(first, end, &found, known);
    }
    let root = walk
        .range
        .as_ref()
        .filter(|range| range.size() == size)
        .map(Range::root);
    let are_rows_right = root == Some(*checkpoint.root());
    walk.finish(size).map_err(AuditError::Rows)?;

    let mut report = walk.report;
    if are_rows_right {
        report
            .findings
            .extend(differences.windows().filter_map(|window| {
                Tile::in_tree(0, window, size).map(|tile| Finding::TileChanged { tile })
            }));
    } else {
        let sorted = differences
            .sort(&mut reference, size)
            .map_err(AuditError::Tiles)?;
        report.is_cut = sorted.is_cut;
        let is_silent = sorted.findings.is_empty() && report.findings.is_empty();
        report.findings.extend(sorted.findings);
        if is_silent {
            report.findings.push(Finding::Unsigned);
        }
    }
    if let Some(earlier) = earlier {
        let rows = walk.marked.filter(|_| are_rows_right);
        against(earlier, checkpoint, tiles, &reference, rows, &mut report)
            .map_err(AuditError::Tiles)?;
    }
    report.findings.append(&mut reference.findings);
    report.findings.sort_unstable();
    report.findings.dedup();
    Ok(report)
}

/// Holds a log against an earlier checkpoint: by its tiles if these lead to what was signed, and by the
/// root of its rows if these do.
fn against<T: Tiles>(
    earlier: &Checkpoint,
    checkpoint: &Checkpoint,
    tiles: &T,
    reference: &Reference<'_, T>,
    rows: Option<Hash>,
    report: &mut Report,
) -> Result<(), T::Error> {
    if earlier.origin() != checkpoint.origin() {
        report.findings.push(Finding::OtherLog);
        return Ok(());
    }
    let (from, to) = (earlier.size(), checkpoint.size());
    if from > to {
        report.findings.push(Finding::Shrunk { from, to });
        return Ok(());
    }
    let by_tiles = match Tree::new(tiles, to).root(from) {
        Ok(root) if reference.is_right() => Some(root),
        Err(TreeError::Read(error)) => return Err(error),
        _ => None,
    };
    if rows
        .or(by_tiles)
        .is_some_and(|root| root != *earlier.root())
    {
        report.findings.push(Finding::Rewritten { size: from });
    }
    Ok(())
}

/// The rows, taken window by window.
struct Walk<I> {
    rows: I,
    /// Read ahead, for a later window.
    held: Option<(u64, Hash)>,
    /// The place after the last row.
    next: u64,
    report: Report,
    /// The tree of the rows, while none is missing.
    range: Option<Range>,
    /// Where the earlier checkpoint stands, and the root of the rows there.
    mark: Option<u64>,
    marked: Option<Hash>,
}

impl<I: Iterator<Item = Result<Row, R>>, R> Walk<I> {
    /// Rows before `end`, by place and hash.
    fn until(&mut self, end: u64) -> Result<Vec<(u64, Hash)>, R> {
        let mut found = Vec::new();
        while let Some((index, hash)) = self.take()? {
            if index >= end {
                self.held = Some((index, hash));
                break;
            }
            if index != self.next {
                self.range = None;
            }
            if let Some(range) = &mut self.range {
                range.push(hash);
            }
            self.next = index + 1;
            self.mark_here();
            found.push((index, hash));
        }
        Ok(found)
    }

    /// The next row whose place comes after those before.
    fn take(&mut self) -> Result<Option<(u64, Hash)>, R> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        while let Some(row) = self.rows.next().transpose()? {
            self.report.rows += 1;
            if row.index >= self.next && row.index <= crate::MAX_SIZE {
                return Ok(Some((row.index, Hash::leaf(&row.leaf))));
            }
            let finding = Finding::OutOfOrder { index: row.index };
            if self.report.findings.len() < sort::MOST {
                self.report.findings.push(finding);
            }
        }
        Ok(None)
    }

    fn mark_here(&mut self) {
        if self.mark == Some(self.next) {
            self.marked = self.range.as_ref().map(Range::root);
        }
    }

    /// Rows beyond the checkpoint.
    fn finish(&mut self, size: u64) -> Result<(), R> {
        self.next = self.next.max(size);
        while let Some((index, _)) = self.take()? {
            self.report.pending += 1;
            if index != self.next && self.report.findings.len() < sort::MOST {
                self.report.findings.push(Finding::Dropped {
                    first: self.next,
                    last: index - 1,
                });
            }
            self.next = index + 1;
        }
        Ok(())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = |f: &mut fmt::Formatter<'_>, first: u64, last: u64, one: &str, many: &str| {
            if first == last {
                write!(f, "row {first} {one}")
            } else {
                write!(f, "rows {first} to {last} {many}")
            }
        };
        match *self {
            Finding::Edited { first, last } => span(f, first, last, "was edited", "were edited"),
            Finding::Dropped { first, last } => span(f, first, last, "was dropped", "were dropped"),
            Finding::Added { first, last } => {
                span(f, first, last, "was never logged", "were never logged")
            }
            Finding::Moved { first, last, from } => {
                span(f, first, last, "was moved", "were moved")?;
                write!(f, ": logged from {from} on")
            }
            Finding::Truncated { rows, size } => {
                write!(f, "the rows end at {rows}, but {size} were signed")
            }
            Finding::OutOfOrder { index } => {
                write!(f, "row {index} comes again, or behind a later one")
            }
            Finding::Unclear { first, last } => {
                span(f, first, last, "was changed", "hold a change")?;
                f.write_str("; the tile that would tell where is damaged too")
            }
            Finding::Unsigned => f.write_str("the rows do not lead to the root that was signed"),
            Finding::TileMissing { tile } => write!(f, "{tile} is missing"),
            Finding::TileChanged { tile } => write!(f, "{tile} was changed"),
            Finding::EdgeChanged => {
                f.write_str("the last tiles do not lead to the root that was signed")
            }
            Finding::Rewritten { size } => {
                write!(
                    f,
                    "the log was rewritten: its first {size} rows are not those signed earlier"
                )
            }
            Finding::Shrunk { from, to } => {
                write!(
                    f,
                    "the log was cut: {from} rows were signed earlier, and {to} are now"
                )
            }
            Finding::OtherLog => f.write_str("the earlier checkpoint is of another log"),
        }
    }
}
