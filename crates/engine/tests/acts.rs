//! Acts against people, told in many ways: each line of `claims/acts.txt` is a text of its own.

use engine::{Options, Study};

const LINES: &str = include_str!("claims/acts.txt");

/// Least share, in percent, of the acts that are found; and of the texts held to report something.
const FOUND: usize = 78;
const REPORTS: usize = 88;

#[test]
fn acts_are_found_however_they_are_told() {
    let (mut all, mut found, mut reports) = (0, 0, 0);
    for line in LINES
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let parts: Vec<&str> = line.splitn(4, " | ").collect();
        let [kind, _, _, text] = parts[..] else {
            panic!("four parts: {line}");
        };
        let study = Study::of(text, &Options::default());
        all += 1;
        reports += usize::from(study.reading.stance == model::Stance::Reports);
        let mut mentions = study.notes.mentions.iter();
        if mentions.any(|(mention, _)| mention.kind.as_str() == kind) {
            found += 1;
        } else {
            println!("no {kind}: {text}");
        }
    }
    println!("{found} of {all} found, {reports} held to report");
    assert!(found * 100 >= all * FOUND, "{found} of {all}");
    assert!(reports * 100 >= all * REPORTS, "{reports} of {all}");
}

#[test]
fn who_kills_it_does_well() {
    let mentions = |text: &str| Study::of(text, &Options::default()).notes.mentions.len();
    assert_eq!(
        mentions("Last night the clerk's singer, Odda Venn, killed it."),
        0
    );
    assert_eq!(
        mentions("Last night the gang killed the clerk's singer, Odda Venn."),
        1
    );
}

#[test]
fn whom_an_act_is_aimed_at_is_told_whole_and_without_verbs() {
    for (text, whom) in [
        (
            "Armed men lay in wait for a bus that should carry nurses to the clinic, the police said.",
            "nurses",
        ),
        (
            "Masked men watched the yard that could shelter officers for days, the sheriff said.",
            "officers",
        ),
        (
            "The gang posted spotters near a hostel that might lodge election workers, the police said on Tuesday.",
            "election workers",
        ),
    ] {
        let notes = Study::of(text, &Options::default()).notes;
        let mut targets = notes
            .mentions
            .iter()
            .filter_map(|(one, _)| one.target.as_ref());
        let told = targets.next().map(|target| target.text.as_str());
        assert_eq!(told, Some(whom), "{text}");
    }
}
