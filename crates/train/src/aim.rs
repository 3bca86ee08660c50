//! What a net should say of a text: what people marked, and what its teachers say.

use engine::detect::net::{ANSWERS, KINDS, Said};
use model::Stance;

use crate::measure::chances;
use crate::slope::sigmoid;
use crate::texts::Example;

/// What counts how much in the error.
pub struct Costs {
    /// A place that shows a behaviour, against one that does not.
    pub marked: f32,
    /// All places of a text together.
    pub places: f32,
    /// A threat in texts that nobody wrote for this.
    pub found: f32,
    /// What teachers say, against what people marked: 0–1.
    pub taught: f32,
    /// What the large model says of threat and stance, against what the teachers say: 0–1.
    pub told: f32,
    /// The same of behaviours.
    pub told_kinds: f32,
}

/// A probability that is wanted, and how much it counts.
#[derive(Clone, Copy, Default)]
pub struct Want {
    pub chance: f32,
    pub counts: f32,
}

impl Want {
    fn new(is: bool, counts: f32) -> Self {
        Want {
            chance: f32::from(u8::from(is)),
            counts,
        }
    }

    /// The same with what a teacher says.
    fn beside(self, taught: Want, share: f32) -> Self {
        let (own, other) = ((1.0 - share) * self.counts, share * taught.counts);
        Want {
            chance: (own * self.chance + other * taught.chance) / (own + other).max(f32::EPSILON),
            counts: own + other,
        }
    }

    /// How far off a probability is.
    #[inline(always)]
    pub fn off(self, chance: f32) -> f32 {
        (chance - self.chance) * self.counts
    }
}

/// What a net should say of a text.
pub struct Aim {
    /// Threat, behaviours, stances.
    pub answers: [Want; ANSWERS],
    /// `items × KINDS`; nothing where nobody knows.
    pub places: Vec<Want>,
}

impl Aim {
    /// What people marked.
    pub fn of(example: &Example, costs: &Costs) -> Self {
        let mut answers = [Want::default(); ANSWERS];
        if let Some(threat) = example.threat {
            let written = example.stance.is_some();
            answers[0] = Want::new(threat, if written { 1.0 } else { costs.found });
        }
        for (answer, &shown) in answers[1..].iter_mut().zip(example.kinds.iter().flatten()) {
            *answer = Want::new(shown, 1.0);
        }
        if let Some(stance) = example.stance {
            for (answer, of) in answers[1 + KINDS..].iter_mut().zip(Stance::ALL) {
                *answer = Want::new(*of == stance, 1.0);
            }
        }
        let marks = example.places.as_deref().unwrap_or_default();
        let each = costs.places / marks.len().max(12) as f32;
        let place = |marks: &u16, kind: usize| match marks >> kind & 1 {
            1 => Want::new(true, costs.marked * each),
            _ => Want::new(false, each),
        };
        let places = marks.iter();
        Aim {
            answers,
            places: places
                .flat_map(|marks| (0..KINDS).map(move |kind| place(marks, kind)))
                .collect(),
        }
    }

    /// What people marked, and what the large model says of the whole text.
    pub fn told(mut self, told: &[f32; ANSWERS], costs: &Costs) -> Self {
        self.hear(chances(told), costs);
        self
    }

    /// What others hold the whole text for, beside what people marked.
    fn hear(&mut self, lessons: [f32; ANSWERS], costs: &Costs) {
        for (own, chance) in self.answers.iter_mut().zip(lessons) {
            *own = own.beside(
                Want {
                    chance,
                    counts: 1.0,
                },
                costs.taught,
            );
        }
    }

    /// What people marked, and what teachers and the large model say of it.
    pub fn taught(mut self, lesson: &Said, told: Option<&[f32; ANSWERS]>, costs: &Costs) -> Self {
        let mut lessons = chances(&lesson.answers);
        if let Some(told) = told {
            for (at, (lesson, told)) in lessons.iter_mut().zip(chances(told)).enumerate() {
                let share = if (1..=KINDS).contains(&at) {
                    costs.told_kinds
                } else {
                    costs.told
                };
                *lesson += (told - *lesson) * share;
            }
        }
        self.hear(lessons, costs);
        let each = costs.places / lesson.places.len().max(12) as f32;
        let places = lesson
            .places
            .iter()
            .flat_map(|place| &place[..KINDS])
            .enumerate();
        let places = places.map(|(at, &place)| {
            let own = self.places.get(at).copied().unwrap_or_default();
            let said = Want {
                chance: sigmoid(place),
                counts: each,
            };
            own.beside(said, costs.taught)
        });
        self.places = places.collect();
        self
    }
}
