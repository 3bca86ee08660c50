//! Whether a text is about people who are threatened or harmed by people in earnest: a linear model of all its words,
//! learnt from reports that are, and from texts that only sound like it.

use std::ops::Range;
use std::sync::LazyLock;

use super::context::Context;
use super::gist;
use super::mention::Mention;
use crate::linear::Linear;
use crate::text::TokenKind;

const FILE: &[u8] = include_bytes!("../../weights/matters.bin");

/// Log-odds under which what rules find in a text is not meant: of 1,847 reports 7 lie under that, of 990 texts that only
/// sound like one 891.
const MEANT: f32 = 0.0;
/// Words of the shortest text that says so by all its words.
pub const SHORTEST: usize = 100;
/// Sentences of a part of a text that is of a matter of its own.
const PART: usize = 20;

/// Weights as they lie in memory.
type Weights = Linear<1, 1>;

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::shipped(FILE));

/// Which parts of a text are meant.
pub(super) struct Meant(Vec<bool>);

impl Meant {
    /// Weighs a text in which something is told, and where all of a long one together is not meant, each of its parts.
    pub(super) fn of(context: &Context) -> Self {
        let doc = context.doc;
        let words = doc.tokens.iter().filter(|one| one.kind == TokenKind::Word);
        let sentences = doc.sentences.len();
        let weighed =
            |sentences: Range<usize>| SHIPPED.answers(&features(context, sentences))[0] >= MEANT;
        let short = words.take(SHORTEST).count() < SHORTEST;
        if short || weighed(0..sentences) {
            return Meant::all();
        }
        let parts = (0..sentences).step_by(PART);
        let long = sentences > PART;
        let part = |start: usize| long && weighed(start..sentences.min(start + PART));
        Meant(parts.map(part).collect())
    }

    /// Everything is.
    pub(super) const fn all() -> Self {
        Meant(Vec::new())
    }

    /// Drops what stands in parts that are not.
    pub(super) fn keep(&self, mentions: &mut Vec<Mention>) {
        let meant = |mention: &Mention| self.0.get(mention.sentence / PART);
        mentions.retain(|mention| meant(mention).is_none_or(|&meant| meant));
    }
}

/// The features of a text.
#[must_use]
pub fn given(text: &str) -> Vec<u32> {
    super::learnt_from(text, super::by_nobody, |context, _| {
        features(context, 0..context.doc.sentences.len())
    })
}

/// Those of sentences, each once.
fn features(context: &Context, sentences: Range<usize>) -> Vec<u32> {
    let (mut all, mut room) = (Vec::new(), Vec::new());
    for sentence in sentences {
        gist::features(context, sentence, &mut room);
        all.extend_from_slice(&room);
    }
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use crate::{Options, Study};

    const PLAY: &str = "Murder at the Mill sells out again\n\nThe amateur players of Norwick have done it once more. In the second act \
        Sheriff Cole is shot by a masked man, the judge is kidnapped from her own garden, and somebody offers five thousand dollars \
        for the head of the mayor, who is hiding in a wardrobe with the cook. The applause for the wardrobe was the longest of the \
        evening. Director Ana Prat said the company would take the comedy to the summer festival in June. Tickets cost nine euros at \
        the door, and there will be cake in the interval as always, baked by the mothers of the football team, whose match against \
        Dunmere on Sunday has been moved to four o'clock so that nobody need choose.";
    const SHOT: &str = "Norwick police said on Monday that two masked men shot at the car of Judge Ana Prat outside the county court \
        at about nine in the evening. The judge was not hurt; her driver was treated for cuts from broken glass. Detectives have asked \
        anyone who saw a grey van near Mill Lane to come forward. The court has been under guard since a letter threatened the judge \
        last month over the trial of a gang that smuggled cigarettes through the harbour. Nobody has been arrested so far, the \
        force said.";

    fn told(text: &str) -> usize {
        Study::of(text, &Options::default()).notes.mentions.len()
    }

    #[test]
    fn a_play_tells_of_nobody_who_is_shot() {
        assert_eq!(told(PLAY), 0);
        assert!(told(SHOT) > 0);
    }

    #[test]
    fn one_report_among_many_items_is_read() {
        let mixed = format!("{PLAY}\n\n{PLAY}\n\n{PLAY}\n\n{PLAY}\n\n{SHOT}");
        assert!(told(&mixed) > 0);
    }
}
