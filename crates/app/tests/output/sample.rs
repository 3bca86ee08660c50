//! An invented case: a reward for photographs of harbour inspectors in Port Ambrel, as told by
//! five reports. People, places and outlets do not exist.

use engine::picture::{
    Amount, Claim, ClaimEvidence, Conflict, Derivation, DerivationEvidence, Incident, Origin,
    Picture, Slot, SlotValue, Slots,
};
use engine::{Exposure, Finding, Lang, Quote, Reading, Reason};
use jiff::civil::date;
use model::{
    Behaviour, Credibility, ExposureKind, Kind, Level, Likelihood, Reliability, Stance, Tlp,
};
use wardline::output::{Analysis, Language, Named, Options, Report};

const COURIER: &str = "\
Smuggling ring offers cash for pictures of harbour inspectors, ministry says

PORT AMBREL – A smuggling network known as the Lantern Ring is paying $2,000 for a photograph of any harbour inspector at home, the Ministry of Ports said on Tuesday. For the kidnapping of a senior inspector it offers up to $50,000, according to a notice that the ministry sent to all harbour offices.

“They are putting a price on people who check cargo,” the minister, Ilse Marant, told reporters. Spotters with radios have been seen on the cranes of the grain terminal, following inspection teams from berth to berth, the notice says. A list with the home addresses of 14 inspectors was published on a message board last week.

On 27 February a patrol was ambushed near Quay 9; one inspector was injured, Saint Odile Hospital confirmed. Two men were arrested on 1 March.
";

const WIRE: &str = "\
Lantern Ring pays for pictures of inspectors – ministry

PORT AMBREL (Northshore Wire) – A smuggling network known as the Lantern Ring is paying $2,000 for a photograph of any harbour inspector at home, the Ministry of Ports said on Tuesday. For the kidnapping of a senior inspector it offers up to $50,000.

“They are putting a price on people who check cargo,” the minister, Ilse Marant, told reporters. Spotters with radios have been seen on the cranes of the grain terminal, the notice says.

On 27 February a patrol was ambushed near Quay 9; one inspector was injured, Saint Odile Hospital confirmed. Two men were arrested on 1 March.
";

const RADIO: &str = "\
Ofrecen dinero por fotografías de los inspectores del puerto

PUERTO AMBREL. La red de contrabando conocida como el Círculo del Farol ofrece 2.000 dólares por la fotografía de un inspector en su casa, informó el Ministerio de Puertos, según publicó The Ambrel Courier. Por el secuestro de un inspector de rango la recompensa llega a 50.000 dólares.

Una lista con las direcciones de catorce inspectores circula por internet; el ministerio pidió su retirada a la plataforma. En la emboscada del 27 de febrero resultaron heridos dos inspectores, dijo a esta emisora un portavoz del ministerio. Dos hombres fueron detenidos el 28 de febrero.
";

const BLOG: &str = "\
🔥 <script>alert('price')</script> *They* want your inspector_#7: $5,000 a face & counting \u{202e}gnp.otohp\u{202c} – قائمة المفتشين

So the word on the docks is that they'll pay $5,000 for one photo of an inspector <b>at his front door</b>. “They are putting a price on people who check cargo,” the minister says; well, *somebody* is. @dockside_notes hears `up to $50,000` for grabbing a boss. #let x = [free money] \\o/ $E = mc^2$

Commenters say somebody should drive them into the harbour. I say: don't.
";

const UNION: &str = "\
To all members: what we know, and what to do tonight

The union condemns the offer of up to $50,000 for the kidnapping of an inspector. Our own stewards saw men with radios on the cranes of the grain terminal on four mornings, and they wrote down the hours. We have a copy of the list of fourteen home addresses that was put on a message board.

Three families were telephoned at night and told “we know which school”; one call came from +00 555 0142 881. Two colleagues were injured at Quay 9 and are recovering. The platform has been asked to take the list down.

If you were called, write to safety@inspectors-union.example. Nobody answers the door alone.
";

/// The sample as it is drawn: five reports, three origins, eleven claims, three conflicts.
pub fn sample() -> Analysis {
    let reports = reports();
    let picture = Picture {
        origins: vec![
            origin(
                "Ministry of Ports of Sarnavia",
                &["the ministry", "Ministerio de Puertos"],
                &[0, 1, 2, 3],
            ),
            origin(
                "Harbour Inspectors' Union, Port Ambrel branch and its stewards' committee",
                &["the union"],
                &[4],
            ),
            origin("Saint Odile Hospital", &[], &[0, 1]),
        ],
        derivations: vec![
            derivation(0, 1, DerivationEvidence::NearCopy, 0.83),
            derivation(0, 2, DerivationEvidence::ExplicitAttribution, 0.0),
            derivation(1, 3, DerivationEvidence::SharedQuote, 0.21),
            derivation(0, 3, DerivationEvidence::SharedQuote, 0.19),
        ],
        claims: claims(&reports),
        conflicts: conflicts(),
        incidents: vec![Incident {
            reports: vec![0, 1, 2, 3, 4],
            independent_origins: 3,
            circular: true,
        }],
    };
    let judged = vec![(2, Likelihood::Likely), (3, Likelihood::VeryLikely)];
    Analysis {
        reports,
        picture,
        judged,
        named: Vec::new(),
    }
}

/// Two reports that copy one statement: what a snapshot can show whole.
pub fn small() -> Analysis {
    let mut reports = reports();
    reports.truncate(2);
    for report in &mut reports {
        report.reading.behaviours.truncate(1);
        report.reading.behaviours[0].evidence.truncate(1);
        report.reading.reasons.truncate(1);
    }
    let mut claim = claims(&reports).swap_remove(0);
    claim.reports = vec![0, 1];
    let picture = Picture {
        origins: vec![origin(
            "Ministry of Ports of Sarnavia",
            &["the ministry"],
            &[0, 1],
        )],
        derivations: vec![derivation(0, 1, DerivationEvidence::NearCopy, 0.83)],
        claims: vec![claim],
        conflicts: Vec::new(),
        incidents: vec![Incident {
            reports: vec![0, 1],
            independent_origins: 1,
            circular: true,
        }],
    };
    Analysis {
        reports,
        picture,
        judged: Vec::new(),
        named: Vec::new(),
    }
}

/// The same, after people named its origin and graded a source.
pub fn judged() -> Analysis {
    let mut judged = small();
    judged.reports[0].reliability = Reliability::C;
    judged.reports[0].graded_by = Some("ana".to_owned());
    judged.named = vec![Named {
        origin: 0,
        name: "the ports".to_owned(),
        by: "eva".to_owned(),
    }];
    judged
}

/// The same reports as two incidents, and one report that belongs to none.
pub fn several() -> Analysis {
    let mut several = sample();
    several.picture.incidents = vec![
        Incident {
            reports: vec![0, 1, 2],
            independent_origins: 2,
            circular: true,
        },
        Incident {
            reports: vec![4],
            independent_origins: 1,
            circular: false,
        },
    ];
    several
}

/// More reports than a table has columns for.
pub fn crowd() -> Analysis {
    let mut analysis = sample();
    let copy = analysis.reports[1].clone();
    for at in analysis.reports.len()..40 {
        let mut report = copy.clone();
        report.id = format!("r{}", at + 1);
        analysis.reports.push(report);
        analysis.picture.claims[2].reports.push(at);
        analysis.picture.origins[0].reports.push(at);
        analysis.picture.incidents[0].reports.push(at);
        let taken = derivation(at - 1, at, DerivationEvidence::NearCopy, 0.5);
        analysis
            .picture
            .derivations
            .extend((at % 3 == 0).then_some(taken));
    }
    analysis
}

/// Reports in which no threat to people was found.
pub fn nothing(count: usize) -> Analysis {
    let text = "The ferry to Cape Lorn will sail an hour later on Sundays.";
    let reports = (0..count)
        .map(|at| Report {
            id: format!("r{}", at + 1),
            path: format!("inbox/ferry-{}.txt", at + 1),
            sha256: format!("{at:064x}"),
            title: None,
            publisher: None,
            published: None,
            encoding_note: None,
            text: text.to_owned(),
            reading: Reading {
                lang: Lang::En,
                threat: 0.01,
                level: Level::P5,
                reasons: Vec::new(),
                stance: Stance::Unrelated,
                behaviours: Vec::new(),
                exposures: Vec::new(),
            },
            reliability: Reliability::F,
            graded_by: None,
        })
        .collect();
    Analysis {
        reports,
        ..Analysis::default()
    }
}

pub fn options() -> Options {
    Options {
        language: Language::En,
        tlp: Tlp::Amber,
        width: 100,
        colour: false,
        generated: date(2026, 3, 7),
    }
}

fn reports() -> Vec<Report> {
    vec![
        report(0, "reports/ambrel-courier.txt", Some("The Ambrel Courier"), "2026-03-03", COURIER, Lang::En)
            .graded(Reliability::B)
            .read(Level::P2, Stance::Reports, &[Reason::Reports(vec![Behaviour::Bounty, Behaviour::Doxxing]), Reason::Protected("harbour inspector".to_owned())])
            .shows(Behaviour::Bounty, 0.98, &["is paying $2,000 for a photograph of any harbour inspector at home", "it offers up to $50,000"])
            .shows(Behaviour::Surveillance, 0.91, &["Spotters with radios have been seen on the cranes of the grain terminal"])
            .shows(Behaviour::Doxxing, 0.88, &["A list with the home addresses of 14 inspectors was published"])
            .shows(Behaviour::Ambush, 0.84, &["a patrol was ambushed near Quay 9"])
            .exposes(ExposureKind::Person, "Ilse Marant"),
        report(1, "reports/northshore-wire.html", Some("Northshore Wire"), "2026-03-03T18:40:00Z", WIRE, Lang::En)
            .graded(Reliability::C)
            .read(Level::P2, Stance::Reports, &[Reason::Reports(vec![Behaviour::Bounty, Behaviour::Ambush])])
            .shows(Behaviour::Bounty, 0.97, &["is paying $2,000 for a photograph of any harbour inspector at home"])
            .shows(Behaviour::Ambush, 0.83, &["a patrol was ambushed near Quay 9"]),
        report(2, "reports/radio-costa-alta.txt", Some("Radio Costa Alta"), "2026-03-04", RADIO, Lang::Es)
            .read(Level::P2, Stance::Reports, &[Reason::Reports(vec![Behaviour::Bounty]), Reason::Protected("inspector".to_owned())])
            .shows(Behaviour::Bounty, 0.96, &["ofrece 2.000 dólares por la fotografía de un inspector en su casa"])
            .shows(Behaviour::Kidnapping, 0.72, &["Por el secuestro de un inspector de rango la recompensa llega a 50.000 dólares"]),
        report(3, "reports/dockside-notes.md", None, "2026-03-05", BLOG, Lang::En)
            .noted("windows-1252, guessed")
            .graded(Reliability::E)
            .read(Level::P3, Stance::Reports, &[Reason::Makes, Reason::Beyond(Behaviour::Bounty)])
            .shows(Behaviour::Bounty, 0.81, &["they'll pay $5,000 for one photo of an inspector <b>at his front door</b>"])
            .shows(Behaviour::Incitement, 0.44, &["somebody should drive them into the harbour"]),
        report(4, "reports/union-circular.eml", Some("Harbour Inspectors' Union"), "2026-03-06", UNION, Lang::En)
            .graded(Reliability::B)
            .read(Level::P1, Stance::Condemns, &[Reason::Condemns])
            .shows(Behaviour::Harassment, 0.93, &["Three families were telephoned at night and told “we know which school”; one call came from +00 555 0142 881"])
            .shows(Behaviour::Surveillance, 0.9, &["men with radios on the cranes of the grain terminal on four mornings"])
            .exposes(ExposureKind::Phone, "+00 555 0142 881")
            .exposes(ExposureKind::Email, "safety@inspectors-union.example"),
    ]
}

fn claims(reports: &[Report]) -> Vec<Claim> {
    let usd = |min: Option<f64>, max: Option<f64>| {
        Some(Amount {
            min,
            max,
            currency: Some("USD".to_owned()),
        })
    };
    let text = |words: &str| Some(words.to_owned());
    let all = [
        (
            Kind::Bounty,
            Slots {
                amount: usd(Some(2000.0), Some(2000.0)),
                act: text("doxxing"),
                target: text("harbour inspectors"),
                place: text("Port Ambrel"),
                person: text("the Lantern Ring"),
                ..Slots::default()
            },
            vec![0],
            1,
            Credibility::Possible,
            vec![
                (
                    0,
                    "is paying $2,000 for a photograph of any harbour inspector at home",
                    Some(0),
                ),
                (
                    1,
                    "is paying $2,000 for a photograph of any harbour inspector at home",
                    Some(0),
                ),
                (
                    2,
                    "ofrece 2.000 dólares por la fotografía de un inspector en su casa",
                    Some(0),
                ),
            ],
        ),
        (
            Kind::Bounty,
            Slots {
                amount: usd(Some(5000.0), Some(5000.0)),
                act: text("doxxing"),
                target: text("harbour inspectors"),
                ..Slots::default()
            },
            vec![],
            0,
            Credibility::Doubtful,
            vec![(
                3,
                "they'll pay $5,000 for one photo of an inspector <b>at his front door</b>",
                None,
            )],
        ),
        (
            Kind::Kidnapping,
            Slots {
                amount: usd(None, Some(50000.0)),
                act: text("kidnap"),
                target: text("senior inspectors"),
                place: text("Port Ambrel"),
                person: text("the Lantern Ring"),
                ..Slots::default()
            },
            vec![0, 1],
            2,
            Credibility::Probable,
            vec![
                (
                    0,
                    "For the kidnapping of a senior inspector it offers up to $50,000",
                    Some(0),
                ),
                (
                    1,
                    "For the kidnapping of a senior inspector it offers up to $50,000",
                    Some(0),
                ),
                (
                    2,
                    "Por el secuestro de un inspector de rango la recompensa llega a 50.000 dólares",
                    Some(0),
                ),
                (3, "`up to $50,000` for grabbing a boss", None),
                (
                    4,
                    "the offer of up to $50,000 for the kidnapping of an inspector",
                    Some(1),
                ),
            ],
        ),
        (
            Kind::Surveillance,
            Slots {
                act: text("surveillance"),
                target: text("inspection teams"),
                place: text("grain terminal, Port Ambrel"),
                ..Slots::default()
            },
            vec![0, 1],
            2,
            Credibility::Probable,
            vec![
                (
                    0,
                    "Spotters with radios have been seen on the cranes of the grain terminal",
                    Some(0),
                ),
                (
                    1,
                    "Spotters with radios have been seen on the cranes of the grain terminal",
                    Some(0),
                ),
                (
                    4,
                    "Our own stewards saw men with radios on the cranes of the grain terminal on four mornings",
                    Some(1),
                ),
            ],
        ),
        (
            Kind::Doxxing,
            Slots {
                act: text("doxxing"),
                target: text("14 inspectors"),
                ..Slots::default()
            },
            vec![0, 1],
            2,
            Credibility::Probable,
            vec![
                (
                    0,
                    "A list with the home addresses of 14 inspectors was published on a message board last week",
                    Some(0),
                ),
                (
                    2,
                    "Una lista con las direcciones de catorce inspectores circula por internet",
                    Some(0),
                ),
                (
                    4,
                    "the list of fourteen home addresses that was put on a message board",
                    Some(1),
                ),
            ],
        ),
        (
            Kind::Ambush,
            Slots {
                act: text("ambush"),
                target: text("patrol"),
                place: text("Quay 9"),
                date: text("2026-02-27"),
                injured: Some(1),
                ..Slots::default()
            },
            vec![2],
            1,
            Credibility::Possible,
            vec![
                (
                    0,
                    "a patrol was ambushed near Quay 9; one inspector was injured",
                    Some(2),
                ),
                (
                    1,
                    "a patrol was ambushed near Quay 9; one inspector was injured",
                    Some(2),
                ),
            ],
        ),
        (
            Kind::Ambush,
            Slots {
                act: text("ambush"),
                target: text("patrol"),
                place: text("Quay 9"),
                date: text("2026-02-27"),
                injured: Some(2),
                ..Slots::default()
            },
            vec![0, 1],
            2,
            Credibility::Possible,
            vec![
                (
                    2,
                    "En la emboscada del 27 de febrero resultaron heridos dos inspectores",
                    Some(0),
                ),
                (4, "Two colleagues were injured at Quay 9", Some(1)),
            ],
        ),
        (
            Kind::Harassment,
            Slots {
                act: text("harassment"),
                target: text("families of inspectors"),
                ..Slots::default()
            },
            vec![1],
            1,
            Credibility::Possible,
            vec![(
                4,
                "Three families were telephoned at night and told “we know which school”; one call came from +00 555 0142 881",
                Some(1),
            )],
        ),
        (
            Kind::Response,
            Slots {
                act: text("arrest"),
                date: text("2026-03-01"),
                ..Slots::default()
            },
            vec![0],
            1,
            Credibility::Possible,
            vec![
                (0, "Two men were arrested on 1 March", None),
                (1, "Two men were arrested on 1 March", None),
                (2, "Dos hombres fueron detenidos el 28 de febrero", Some(0)),
            ],
        ),
        (
            Kind::Response,
            Slots {
                act: text("takedown"),
                target: text("list of addresses"),
                ..Slots::default()
            },
            vec![0, 1],
            2,
            Credibility::Probable,
            vec![
                (
                    2,
                    "el ministerio pidió su retirada a la plataforma",
                    Some(0),
                ),
                (
                    4,
                    "The platform has been asked to take the list down",
                    Some(1),
                ),
            ],
        ),
        (
            Kind::Incitement,
            Slots {
                act: text("kill"),
                target: text("inspectors"),
                ..Slots::default()
            },
            vec![],
            0,
            Credibility::Unknown,
            vec![(
                3,
                "Commenters say somebody should drive them into the harbour",
                None,
            )],
        ),
    ];
    all.into_iter()
        .map(
            |(kind, slots, origins, independent_origins, credibility, said)| {
                let evidence: Vec<ClaimEvidence> = said
                    .into_iter()
                    .filter(|(report, ..)| *report < reports.len())
                    .map(|(report, words, attributed_to)| ClaimEvidence {
                        report,
                        quote: quote(&reports[report].text, words),
                        attributed_to,
                    })
                    .collect();
                Claim {
                    kind,
                    slots,
                    reports: evidence.iter().map(|one| one.report).collect(),
                    origins,
                    independent_origins,
                    credibility,
                    evidence,
                }
            },
        )
        .collect()
}

fn conflicts() -> Vec<Conflict> {
    let usd = |sum: f64| {
        SlotValue::Amount(Amount {
            min: Some(sum),
            max: Some(sum),
            currency: Some("USD".into()),
        })
    };
    vec![
        Conflict {
            slot: Slot::Amount,
            claims: vec![0, 1],
            values: vec![(usd(2000.0), vec![0, 1, 2]), (usd(5000.0), vec![3])],
        },
        Conflict {
            slot: Slot::Injured,
            claims: vec![5, 6],
            values: vec![
                (SlotValue::Count(1), vec![0, 1]),
                (SlotValue::Count(2), vec![2, 4]),
            ],
        },
        Conflict {
            slot: Slot::Date,
            claims: vec![8],
            values: vec![
                (SlotValue::Text("2026-03-01".to_owned()), vec![0, 1]),
                (SlotValue::Text("2026-02-28".to_owned()), vec![2]),
            ],
        },
    ]
}

fn origin(name: &str, aliases: &[&str], reports: &[usize]) -> Origin {
    Origin {
        name: name.to_owned(),
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        reports: reports.to_vec(),
    }
}

fn derivation(from: usize, to: usize, evidence: DerivationEvidence, overlap: f32) -> Derivation {
    Derivation {
        from,
        to,
        evidence,
        overlap,
    }
}

/// The passage, with its place in code points.
pub fn quote(text: &str, words: &str) -> Quote {
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("the sample does not say: {words}"));
    let start = text[..at].chars().count();
    Quote {
        start,
        end: start + words.chars().count(),
        text: words.to_owned(),
    }
}

fn report(
    at: usize,
    path: &str,
    publisher: Option<&str>,
    published: &str,
    text: &str,
    lang: Lang,
) -> Report {
    Report {
        id: format!("r{}", at + 1),
        path: path.to_owned(),
        sha256: format!("{:064x}", 0xace0_f5ed_u64 * (at as u64 + 7)),
        title: text.lines().next().map(str::to_owned),
        publisher: publisher.map(str::to_owned),
        published: Some(published.to_owned()),
        encoding_note: None,
        text: text.to_owned(),
        reading: Reading {
            lang,
            threat: 0.03 + at as f32 / 50.0,
            level: Level::P5,
            reasons: Vec::new(),
            stance: Stance::Unrelated,
            behaviours: Vec::new(),
            exposures: Vec::new(),
        },
        reliability: Reliability::F,
        graded_by: None,
    }
}

trait Build: Sized {
    fn graded(self, reliability: Reliability) -> Self;
    fn noted(self, note: &str) -> Self;
    fn read(self, level: Level, stance: Stance, reasons: &[Reason]) -> Self;
    fn shows(self, kind: Behaviour, score: f32, words: &[&str]) -> Self;
    fn exposes(self, kind: ExposureKind, words: &str) -> Self;
}

impl Build for Report {
    fn graded(mut self, reliability: Reliability) -> Self {
        self.reliability = reliability;
        self
    }

    fn noted(mut self, note: &str) -> Self {
        self.encoding_note = Some(note.to_owned());
        self
    }

    fn read(mut self, level: Level, stance: Stance, reasons: &[Reason]) -> Self {
        self.reading.level = level;
        self.reading.stance = stance;
        self.reading.reasons = reasons.to_vec();
        self
    }

    fn shows(mut self, kind: Behaviour, score: f32, words: &[&str]) -> Self {
        let evidence = words.iter().map(|words| quote(&self.text, words)).collect();
        self.reading.behaviours.push(Finding {
            kind,
            score,
            evidence,
        });
        self
    }

    fn exposes(mut self, kind: ExposureKind, words: &str) -> Self {
        let Quote { start, end, .. } = quote(&self.text, words);
        self.reading.exposures.push(Exposure { kind, start, end });
        self
    }
}
