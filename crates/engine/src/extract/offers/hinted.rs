//! Prices on deeds that are named only between quotation marks.

use std::ops::Range;

use super::{PEOPLE, Search, is_asker, is_paid};
use crate::text::{Class, TokenKind};

impl Search<'_, '_> {
    /// `to whoever "visits" the clerk`, `al que «acueste» a la fiscal`, `to anyone who has her "put to bed"`: what is put
    /// in quotation marks is a killing.
    pub(super) fn hinted(
        &self,
        sum: &Range<usize>,
        around: &Range<usize>,
    ) -> Option<(usize, &'static str)> {
        const AHEAD: usize = 12;
        const WORDS: usize = 6;
        let doc = self.doc;
        let end = around.end.min(sum.end + AHEAD);
        let mark = |at: usize| doc.tokens[at].kind == TokenKind::QuoteMark;
        let open = (sum.end..end).find(|&at| mark(at))?;
        let to_whom = (sum.end..open).any(|at| {
            doc.is(at, Class::Who)
                || matches!(
                    doc.word(at),
                    "whoever" | "anyone" | "anybody" | "someone" | "quien"
                )
        });
        let close = (open + 2..around.end.min(open + 2 + WORDS)).find(|&at| mark(at))?;
        let whom = open.saturating_sub(WORDS).max(sum.end)..around.end.min(close + WORDS);
        let somebody = whom
            .clone()
            .any(|at| doc.classes(at).any(PEOPLE) && !is_asker(doc, at));
        let paid = is_paid(doc, around);
        (to_whom && somebody && paid).then_some((open + 1, "kill"))
    }
}
