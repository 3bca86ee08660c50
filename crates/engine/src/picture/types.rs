//! What the engine found across reports. Reports are named by their place in the input.

use model::{Credibility, Kind};

use crate::reading::Quote;

/// Reports, origins, claims and conflicts of one set of reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Who first asserted the claims.
    pub origins: Vec<Origin>,
    /// Which report took from which.
    pub derivations: Vec<Derivation>,
    /// What is asserted, most important first.
    pub claims: Vec<Claim>,
    /// Where claims disagree.
    pub conflicts: Vec<Conflict>,
    /// Which reports are about one event.
    pub incidents: Vec<Incident>,
}

/// Who first asserted something, on one occasion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The fullest name given.
    pub name: String,
    /// Other names under which reports speak of it.
    pub aliases: Vec<String>,
    /// Reports that rest on it, directly or through others.
    pub reports: Vec<usize>,
}

/// Why one report is held to derive from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DerivationEvidence {
    /// Most of the words are the same.
    NearCopy,
    /// One names the other as its source.
    ExplicitAttribution,
    /// Both carry the same quoted or peculiar words.
    SharedQuote,
}

impl DerivationEvidence {
    /// The word used in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            DerivationEvidence::NearCopy => "near copy",
            DerivationEvidence::ExplicitAttribution => "explicit attribution",
            DerivationEvidence::SharedQuote => "shared quote",
        }
    }
}

/// One report took from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation {
    /// The source, as far as dates and citations tell.
    pub from: usize,
    /// The report that took from it.
    pub to: usize,
    /// How this shows.
    pub evidence: DerivationEvidence,
    /// Share, 0–1, of the taker's words that are also the source's; without a near copy, of its quotations.
    pub overlap: f32,
}

/// A sum of money. A missing `min` means "up to", a missing `max` "at least".
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Least sum.
    pub min: Option<f64>,
    /// Greatest sum.
    pub max: Option<f64>,
    /// ISO 4217 code, `BTC` and the like, or `pesos` where the country is not told.
    pub currency: Option<String>,
}

/// What a claim asserts, part by part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slots {
    /// Sum offered or paid.
    pub amount: Option<Amount>,
    /// What is done, or asked to be done: `kill`, `kidnap`, `doxxing`, `arrest` …
    pub act: Option<String>,
    /// Whom or what it is aimed at.
    pub target: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// When: ISO date, `start/end`, or the words of the text.
    pub date: Option<String>,
    /// People killed.
    pub killed: Option<u32>,
    /// People injured.
    pub injured: Option<u32>,
    /// The suspect or actor.
    pub person: Option<String>,
}

/// A passage in which a report asserts a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimEvidence {
    /// Which report.
    pub report: usize,
    /// Which words.
    pub quote: Quote,
    /// On whose word, as an index into [`Picture::origins`].
    pub attributed_to: Option<usize>,
}

/// One checkable assertion and all reports that carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it is about.
    pub kind: Kind,
    /// What it asserts, part by part.
    pub slots: Slots,
    /// Reports that carry it, ascending.
    pub reports: Vec<usize>,
    /// Indices into [`Picture::origins`].
    pub origins: Vec<usize>,
    /// How many of those are independent of one another. Unknown lineage counts as none.
    pub independent_origins: usize,
    /// How far it can be believed.
    pub credibility: Credibility,
    /// Where it is said.
    pub evidence: Vec<ClaimEvidence>,
}

/// A slot of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// See [`Slots::amount`].
    Amount,
    /// See [`Slots::killed`].
    Killed,
    /// See [`Slots::injured`].
    Injured,
    /// See [`Slots::date`].
    Date,
    /// See [`Slots::place`].
    Place,
    /// See [`Slots::person`]; as the slot of a conflict, one name spelled in several ways.
    Person,
    /// See [`Slots::target`].
    Target,
}

impl Slot {
    /// The word used in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Slot::Amount => "amount",
            Slot::Killed => "killed",
            Slot::Injured => "injured",
            Slot::Date => "date",
            Slot::Place => "place",
            Slot::Person => "person",
            Slot::Target => "target",
        }
    }
}

/// One side of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotValue {
    /// A sum of money.
    Amount(Amount),
    /// A count.
    Count(u32),
    /// Words.
    Text(String),
}

/// Claims about one thing that cannot all be right.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// In which slot they differ.
    pub slot: Slot,
    /// Indices into [`Picture::claims`].
    pub claims: Vec<usize>,
    /// Each value and the reports that give it.
    pub values: Vec<(SlotValue, Vec<usize>)>,
}

/// Reports about one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The reports, ascending.
    pub reports: Vec<usize>,
    /// Independent origins of the best supported among its gravest claims.
    pub independent_origins: usize,
    /// True where several reports rest on fewer origins: they repeat one another.
    pub circular: bool,
}
