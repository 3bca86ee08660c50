use model::Tlp;
use unicode_width::UnicodeWidthStr;
use wardline::output::{Analysis, Language, Options, terminal};

use crate::sample;

fn headline(analysis: &Analysis) -> String {
    let text = terminal(analysis, &sample::options());
    text.lines().nth(2).expect("a headline").to_owned()
}

#[test]
fn a_small_analysis() {
    let options = Options {
        width: 80,
        ..sample::options()
    };
    insta::assert_snapshot!(terminal(&sample::small(), &options), @r#"
Protective-intelligence bulletin · 7 Mar 2026                         TLP:AMBER

2 reports, 1 independent origin
  The reports repeat one another: 2 reports go back to one independent origin.
  An echo does not raise a grade.

Who says what ──────────────────────────────────────────────────────────────────
                                                r1 r2   Origins  Credibility
c1 Bounty of $2,000 for information on or       ●  ●          1  3 possibly true
   photographs of harbour inspectors, allegedly
   offered by the Lantern Ring
   Port Ambrel
● says it   ◐ says it with another value   · silent

Where it comes from ────────────────────────────────────────────────────────────
o1 Ministry of Ports of Sarnavia
   also called the ministry
   Rests on it: r1 The Ambrel Courier, r2 Northshore Wire

→  r2 took from r1: near copy, 83 % of its words

What each report shows ─────────────────────────────────────────────────────────
r1 Smuggling ring offers cash for pictures of harbour inspectors, ministry says
   The Ambrel Courier · 3 Mar 2026 · English · B usually reliable ·
   reports/ambrel-courier.txt
   P2 high · reports a threat
     the text reports, by others: bounty and doxxing
r2 Lantern Ring pays for pictures of inspectors – ministry
   Northshore Wire · 3 Mar 2026 · English · C fairly reliable ·
   reports/northshore-wire.html
   P2 high · reports a threat
     the text reports, by others: bounty and ambush

What this rests on ─────────────────────────────────────────────────────────────
This rests on 2 reports by 2 named publishers, published 3 Mar 2026, in English.
Behind the claims stands one named origin: Ministry of Ports of Sarnavia. One
report carries words of another. Reliability of the sources: 1 B (usually
reliable) and 1 C (fairly reliable). Reports were read and compared by a
program; only people judge sources and likelihood.

                                                                      TLP:AMBER
"#);
}

#[test]
fn the_headline_counts_origins() {
    assert_eq!(
        headline(&sample::sample()),
        "5 reports, 3 independent origins"
    );
    assert_eq!(
        headline(&sample::small()),
        "2 reports, 1 independent origin"
    );
    assert_eq!(
        headline(&sample::nothing(6)),
        "no threat to people found in 6 reports"
    );
    assert_eq!(
        headline(&sample::nothing(1)),
        "no threat to people found in 1 report"
    );
    assert_eq!(headline(&sample::nothing(0)), "no reports");

    let mut unnamed = sample::small();
    unnamed.picture.incidents[0].independent_origins = 0;
    assert_eq!(headline(&unnamed), "2 reports, no independent origin");

    let mut unclaimed = sample::small();
    unclaimed.picture = engine::Picture::default();
    assert_eq!(
        headline(&unclaimed),
        "2 of 2 reports speak of a threat to people, none makes a checkable claim"
    );
}

#[test]
fn each_incident_has_its_own_headline() {
    let analysis = sample::several();
    let text = terminal(&analysis, &sample::options());
    for expected in [
        "5 reports that tell of 2 events",
        "Event A: 3 reports, 2 independent origins",
        "Event B: 1 report, 1 independent origin",
        "Outside these events: 1 report, no independent origin",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}

#[test]
fn lines_stay_within_the_width() {
    for analysis in [sample::sample(), sample::small(), sample::nothing(3)] {
        for language in [Language::En, Language::Es] {
            for (width, within) in [
                (20, 60),
                (60, 60),
                (73, 73),
                (100, 100),
                (140, 140),
                (500, 140),
            ] {
                let options = Options {
                    language,
                    width,
                    ..sample::options()
                };
                for line in terminal(&analysis, &options).lines() {
                    assert!(line.width() <= within, "{within}: {line}");
                }
            }
        }
    }
}

#[test]
fn a_report_with_another_value_has_a_half_dot() {
    let text = terminal(&sample::sample(), &sample::options());
    let row = |id: &str| {
        text.lines()
            .find(|line| line.starts_with(id))
            .expect("a row")
    };
    assert!(row("c1 ").contains("●  ●  ●  ◐  ·"));
    assert!(row("c2 ").contains("◐  ◐  ◐  ●  ·"));
    assert!(
        row("c9 ").contains("●  ●  ◐  ·  ·"),
        "a conflict inside one claim"
    );
}

#[test]
fn text_from_reports_cannot_steer_the_terminal() {
    let mut analysis = sample::sample();
    analysis.reports[0].title =
        Some("\u{1b}]0;owned\u{7}\u{1b}[2J red\r\nnew line \u{202e}".to_owned());
    analysis.picture.claims[0].slots.target = Some("a\u{9b}31m b\u{0}".to_owned());
    for colour in [false, true] {
        let text = terminal(
            &analysis,
            &Options {
                colour,
                ..sample::options()
            },
        );
        let stripped = text.replace("\u{1b}[", "");
        assert_eq!(text.contains('\u{1b}'), colour);
        assert!(
            !stripped
                .chars()
                .any(|c| (c.is_control() && c != '\n') || c == '\u{202e}')
        );
        assert!(text.contains("]0;owned[2J red new line"));
    }
}

#[test]
fn personal_data_are_masked() {
    let mut analysis = sample::sample();
    let told = (analysis.picture.claims.iter_mut())
        .find(|claim| {
            claim
                .evidence
                .iter()
                .any(|one| one.quote.text.contains("+00"))
        })
        .expect("a claim whose evidence holds a number");
    told.slots.target = Some("whoever answers +00 555 0142 881".to_owned());
    let text = terminal(&analysis, &sample::options());
    assert!(!text.contains("555 0142"), "{text}");
    assert!(text.contains("whoever answers [telephone number]"));
    assert!(text.contains("Exposes 1 × e-mail address and 1 × telephone number."));
}

#[test]
fn the_marking_stands_at_both_ends() {
    let options = Options {
        tlp: Tlp::AmberStrict,
        ..sample::options()
    };
    let text = terminal(&sample::sample(), &options);
    assert!(
        text.lines()
            .next()
            .expect("a first line")
            .ends_with("TLP:AMBER+STRICT")
    );
    assert!(
        text.lines()
            .last()
            .expect("a last line")
            .ends_with("TLP:AMBER+STRICT")
    );
}

#[test]
fn indices_that_name_nothing_do_no_harm() {
    let mut analysis = sample::sample();
    analysis.reports.truncate(2);
    analysis.picture.conflicts[0].claims.push(99);
    analysis.picture.derivations[0].to = 77;
    analysis.picture.claims[0].evidence[0].quote.end = usize::MAX;
    analysis.picture.claims[0].evidence[1].quote.start = usize::MAX;
    let text = terminal(&analysis, &sample::options());
    assert!(text.contains("c11"));
}

#[test]
fn what_people_said_stands_beside_what_was_found() {
    let text = terminal(&sample::judged(), &sample::options());
    for told in [
        "named by people: the ports",
        "named by eva; the program calls it",
        "graded by ana",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
}
