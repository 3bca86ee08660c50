//! What a page carries in place of a cookie: a form's token, and a pass to one conversation. Both are proven by a
//! keyed hash, and nothing of them is kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Micros, TipId};
use rand_core::Rng as _;
use seal::{IndexKey, Tag, Words};
use store::Keys;

use crate::act::rng;

/// A form can be sent for two days.
const FORM: Micros = 2 * model::DAY;

/// A conversation stays open for an hour.
const PASS: Micros = model::DAY / 24;

/// Faster than this nobody fills in the form.
const HASTY: Micros = 4_000_000;

/// Makes and checks them.
pub struct Tickets {
    form: IndexKey,
    pass: IndexKey,
    words: IndexKey,
    tip: IndexKey,
    once: IndexKey,
}

/// A form's token, checked.
#[derive(Clone, Copy)]
pub struct Form {
    issued: Micros,
    seed: [u8; 16],
}

/// Bytes before the keyed hash, and of it.
const BODY: usize = 24;
const SUM: usize = 16;

impl Tickets {
    pub fn of(keys: &Keys) -> Self {
        Tickets {
            form: keys.index("tipline form"),
            pass: keys.index("tipline pass"),
            words: keys.index("tipline words"),
            tip: keys.index("tip"),
            once: keys.index("tipline once"),
        }
    }

    /// The token of a new form.
    pub fn new_form(&self, now: Micros) -> String {
        let mut seed = [0; 16];
        rng().fill_bytes(&mut seed);
        sign(&self.form, now, &seed)
    }

    /// A form's token, if it is ours and not too old.
    pub fn form(&self, token: &str, now: Micros) -> Option<Form> {
        let (issued, seed) = open(&self.form, token)?;
        (issued <= now && now - issued < FORM).then_some(Form { issued, seed })
    }

    /// A pass to a conversation.
    pub fn new_pass(&self, tip: &TipId, now: Micros) -> String {
        sign(&self.pass, now, tip.as_bytes())
    }

    /// The conversation that a pass opens.
    pub fn pass(&self, pass: &str, now: Micros) -> Option<TipId> {
        let (issued, tip) = open(&self.pass, pass)?;
        (issued <= now && now - issued < PASS).then(|| TipId::from_bytes(tip))
    }

    /// The words that belong to a form: those of the conversation that it begins.
    pub fn words(&self, form: &Form) -> Words {
        Words::of_seed(&self.words, &form.seed)
    }

    /// The conversation of some words, whether it is there or not.
    pub fn tip(&self, words: &Words) -> TipId {
        let [id @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            *words.tag(&self.tip).as_bytes();
        TipId::from_bytes(id)
    }

    /// By which a report is known when the same is sent to the same conversation again.
    pub fn once(&self, tip: &TipId, content: &[u8]) -> Tag {
        self.once
            .tag(&[tip.as_bytes().as_slice(), content].concat())
    }
}

impl Form {
    /// Whether it was filled in faster than people can.
    pub fn is_hasty(&self, now: Micros) -> bool {
        now - self.issued < HASTY
    }

    /// Two of the nine words, to be asked for: counted from 1.
    pub fn asked(&self) -> (usize, usize) {
        let first = usize::from(self.seed[0]) % 4 + 1;
        let second = usize::from(self.seed[1]) % 4 + 6;
        (first, second)
    }
}

fn sign(key: &IndexKey, at: Micros, what: &[u8; 16]) -> String {
    let body = [at.to_be_bytes().as_slice(), what].concat();
    let sum = key.tag(&body);
    URL_SAFE_NO_PAD.encode([&body, sum.prefix(SUM)].concat())
}

fn open(key: &IndexKey, text: &str) -> Option<(Micros, [u8; 16])> {
    // longer than any is not even decoded
    let bytes = (text.len() <= 64).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
    let (body, sum) = bytes.split_at_checked(BODY)?;
    let (at, what) = body.split_first_chunk::<8>()?;
    let mut whole = *key.tag(body).as_bytes();
    if sum.len() != SUM {
        return None;
    }
    // compared as tags are, in constant time
    let ours = Tag::from_bytes(whole);
    whole[..SUM].copy_from_slice(sum);
    (ours == Tag::from_bytes(whole)).then_some((Micros::from_be_bytes(*at), what.try_into().ok()?))
}
