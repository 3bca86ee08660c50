//! What papers of a court tell: an affidavit, a ruling, a complaint. Each is a source that anybody can ask for,
//! whoever reports it; all of one case are one source.

use std::ops::Range;

use crate::text::{Case, Class, TokenKind};

use super::Attribution;
use super::finder::Finder;

/// Words of a sentence before the paper that it opens with.
const OPENING: usize = 5;

impl Finder<'_, '_> {
    /// Whether a sentence opens with a paper of a court, which then tells all that it says.
    pub(super) fn read_paper(&mut self, sentence: usize, range: &Range<usize>) -> bool {
        // a release that tells of a file which was opened tells by itself
        let own = self.voices.issuer.is_some();
        let Some(at) = self.opening_paper(range).filter(|_| !own) else {
            return false;
        };
        let source = self.sources.of_paper(self.doc, at);
        self.paper = Some(source);
        self.remember(source);
        self.voices
            .said
            .push(Attribution::plain(at, at, sentence, source));
        true
    }

    fn opening_paper(&self, range: &Range<usize>) -> Option<usize> {
        let doc = self.doc;
        let plain = |i: usize| {
            doc.tokens[i].kind == TokenKind::Word
                && (i == range.start || doc.tokens[i].case == Case::Lower)
                && !doc.is(i, Class::Possessive)
                && !doc.is(i, Class::Say)
        };
        let opening = range.clone().take(OPENING).take_while(|&i| plain(i));
        opening
            .into_iter()
            .find(|&i| !self.quoted[i] && self.is_paper(i, range))
    }

    /// A paper of a court: by its name, or a paper that could be one where its sentence tells of pages and
    /// signatures or one was told of before.
    pub(super) fn is_paper(&self, at: usize, range: &Range<usize>) -> bool {
        let doc = self.doc;
        let definite = at > range.start
            && (doc.is(at - 1, Class::Det) || at > range.start + 1 && doc.is(at - 2, Class::Det))
            || doc.is(at, Class::CourtPaper);
        let signed = || {
            let beside = at..(at + 24).min(range.end);
            beside.into_iter().any(|i| doc.is(i, Class::PaperSign))
        };
        doc.is(at, Class::CourtPaper)
            || doc.is(at, Class::Paper) && definite && (self.paper.is_some() || signed())
    }

    /// The paper just told of, which is what `obtained by this newspaper` speaks of.
    pub(super) fn paper_at_hand(&self, sentence: usize) -> Option<usize> {
        let sentences = &self.doc.sentences;
        let last = self.voices.said.last()?;
        let near = sentences[last.sentence].paragraph == sentences[sentence].paragraph;
        self.paper.filter(|&paper| near && last.source == paper)
    }

    /// `according to the affidavit`, `quoting an 11-page ruling by a judge`
    pub(super) fn cited_paper(&mut self, start: usize, range: &Range<usize>) -> Option<usize> {
        const REACH: usize = 6;
        let before = (start..(start + REACH).min(range.end))
            .take_while(|&i| self.names.at(i).is_none() && self.doc.word(i) != ",");
        let paper = before.into_iter().find(|&i| self.is_paper(i, range))?;
        let source = self.sources.of_paper(self.doc, paper);
        self.paper = Some(source);
        Some(source)
    }
}
