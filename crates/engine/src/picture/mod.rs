//! Across reports: who copies whom, who said it first, what is claimed and where it conflicts.

mod actor;
mod build;
mod carriers;
pub mod copies;
mod dated;
mod days;
mod derive;
mod event;
mod exposed;
mod fold;
mod gather;
mod incident;
mod independent;
mod origin;
mod place;
mod retold;
mod spelling;
mod sums;
mod taken;
mod trace;
mod translated;
mod types;

use std::collections::{HashMap, HashSet};

use model::Kind;

pub use days::days_near;
pub(crate) use event::family;
pub use trace::{Bearer, Known, MOST_BEARERS, Trace, is_news};
pub use types::{
    Amount, Claim, ClaimEvidence, Conflict, Derivation, DerivationEvidence, Incident, Origin,
    Picture, Slot, SlotValue, Slots,
};

use crate::claim::{Notes, Source};
use crate::study::Study;
use copies::Copies;
use derive::Kin;
use event::Told;
use incident::Incidents;
use origin::Cast;

/// The picture of a set of reports.
#[must_use]
pub fn picture(studies: &[Study]) -> Picture {
    let mut sketch = Sketch::default();
    studies.iter().for_each(|study| sketch.add(study));
    sketch.draw(studies)
}

/// A picture in the making: reports are taken in one by one, as they are read.
#[derive(Debug, Default)]
pub struct Sketch {
    copies: Copies,
    kin: Kin,
}

impl Sketch {
    /// Takes in the next report.
    pub fn add(&mut self, study: &Study) {
        self.kin.add(study, &mut self.copies);
    }

    /// The picture of the reports that were taken in, in the same order; days may have become known since.
    #[must_use]
    pub fn draw(self, studies: &[Study]) -> Picture {
        let Sketch { kin, copies } = self;
        drop(copies);
        draw(studies, &kin)
    }
}

fn draw(studies: &[Study], kin: &Kin) -> Picture {
    let mut incidents = Incidents::default();
    for (report, study) in studies.iter().enumerate() {
        incidents.add(&Trace::of(study), kin.copies_of(report));
    }
    let notes: Vec<&Notes> = studies.iter().map(|study| &study.notes).collect();
    let mut picture = Picture::default();
    for reports in incidents.groups() {
        add_incident(&mut picture, &reports, studies, &notes, kin);
    }
    picture
}

fn add_incident(
    picture: &mut Picture,
    reports: &[usize],
    studies: &[Study],
    notes: &[&Notes],
    kin: &Kin,
) {
    let told = reports.iter().flat_map(|&report| {
        notes[report]
            .mentions
            .iter()
            .enumerate()
            .map(move |(index, (mention, _))| Told {
                report,
                index,
                mention,
            })
    });
    let (seen, told): (Vec<Told>, Vec<Told>) = told.partition(|told| told.mention.seen_only);
    let mut events = gather::gather(told.into_iter());
    fold::fold(&mut events);
    fold::fold_passing(&mut events);
    fold::add_witnesses(&mut events, seen);
    retold::join(&mut events);
    events.sort_by_key(|event| weight(event.kind));
    let carriers = carriers::Carriers::of(reports, studies);
    let cast = Cast::of(&used_sources(reports, notes), |report, source| {
        carriers.include(report, source) || source.own && kin.is_copy(report)
    });

    let sums = sums::Sums::of(reports, notes);
    let first_claim = picture.claims.len();
    let mut claims = Vec::new();
    let mut conflicts = Vec::new();
    for event in &events {
        let (new, against) = build::claims(event, notes, &cast, &sums, claims.len());
        claims.extend(new);
        conflicts.extend(against);
    }
    conflicts.extend(spelling::conflicts(&claims, reports, notes));
    let disputed: HashSet<usize> = conflicts
        .iter()
        .filter(|conflict| !matches!(conflict.slot, Slot::Person))
        .flat_map(|conflict| conflict.claims.iter().copied())
        .collect();
    for (index, claim) in claims.iter_mut().enumerate() {
        claim.credibility = build::grade(claim.independent_origins, disputed.contains(&index));
    }
    let places = add_origins(picture, &cast, &claims);
    for claim in &mut claims {
        claim.origins = claim.origins.iter().map(|voice| places[voice]).collect();
        for evidence in &mut claim.evidence {
            evidence.attributed_to = evidence.attributed_to.map(|voice| places[&voice]);
        }
    }
    for conflict in &mut conflicts {
        conflict
            .claims
            .iter_mut()
            .for_each(|claim| *claim += first_claim);
    }
    let independent = lead_origins(&claims);
    picture.incidents.push(Incident {
        reports: reports.to_vec(),
        independent_origins: independent,
        circular: reports.len() > 1 && independent < reports.len(),
    });
    picture.claims.extend(claims);
    picture.conflicts.extend(conflicts);
    picture
        .derivations
        .extend(kin.derivations(reports, studies));
}

/// Most serious first; answers last.
fn weight(kind: Kind) -> u8 {
    match kind {
        Kind::Bounty => 0,
        Kind::Ambush | Kind::Attack | Kind::Kidnapping | Kind::Explosive => 1,
        Kind::Threat | Kind::Incitement => 2,
        Kind::Doxxing | Kind::Surveillance | Kind::Swatting | Kind::Harassment => 3,
        Kind::Response => 4,
    }
}

fn used_sources<'n>(reports: &[usize], notes: &[&'n Notes]) -> Vec<((usize, usize), &'n Source)> {
    let mut used = Vec::new();
    for &report in reports {
        let mut sources: Vec<usize> = notes[report]
            .mentions
            .iter()
            .filter_map(|(mention, _)| mention.source)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        used.extend(
            sources
                .into_iter()
                .map(|source| ((report, source), &notes[report].sources[source])),
        );
    }
    used
}

/// Origins of the claims, each once; where each voice went.
fn add_origins(picture: &mut Picture, cast: &Cast, claims: &[Claim]) -> HashMap<usize, usize> {
    let mut places = HashMap::new();
    for claim in claims {
        for &voice in &claim.origins {
            places.entry(voice).or_insert_with(|| {
                let voice = &cast.voices[voice];
                picture.origins.push(Origin {
                    name: voice.name.clone(),
                    aliases: voice.aliases.clone(),
                    reports: Vec::new(),
                });
                picture.origins.len() - 1
            });
        }
        for evidence in &claim.evidence {
            if let Some(place) = evidence.attributed_to.and_then(|voice| places.get(&voice)) {
                picture.origins[*place].reports.push(evidence.report);
            }
        }
    }
    for &place in places.values() {
        picture.origins[place].reports.sort_unstable();
        picture.origins[place].reports.dedup();
    }
    places
}

/// Independent origins of the best supported among the gravest claims; each claim tells its own.
fn lead_origins(claims: &[Claim]) -> usize {
    let gravest = claims.iter().map(|claim| weight(claim.kind)).min();
    let lead = claims
        .iter()
        .filter(|claim| Some(weight(claim.kind)) == gravest);
    lead.map(|claim| claim.independent_origins)
        .max()
        .unwrap_or(0)
}
