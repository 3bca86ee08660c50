//! One event told otherwise by several reports, and what is told beside it.

use engine::picture::Amount;
use engine::{Options, Picture, Study, picture};
use model::Kind;

fn of(texts: &[&str]) -> Picture {
    let study = |text: &&str| {
        let options = Options {
            published: Some("2026-03-10".parse().expect("a day")),
            ..Options::default()
        };
        Study::of(text, &options)
    };
    picture(&texts.iter().map(study).collect::<Vec<_>>())
}

fn disputes(picture: &Picture, slot: &str) -> usize {
    let of = |conflict: &&picture::Conflict| conflict.slot.as_str() == slot;
    picture.conflicts.iter().filter(of).count()
}

fn sums(picture: &Picture, kind: Kind) -> Vec<Amount> {
    let claims = picture.claims.iter().filter(|claim| claim.kind == kind);
    claims
        .filter_map(|claim| claim.slots.amount.clone())
        .collect()
}

fn dollars(amount: &Amount) -> (Option<f64>, Option<&str>) {
    (amount.max, amount.currency.as_deref())
}

#[test]
fn acts_that_no_report_tells_side_by_side_are_one() {
    let shot = |day: &str, place: &str, rest: &str| {
        format!(
            "Gunmen ambushed a patrol of rangers at {place} in Oxmere on {day} March 2026, police said. {rest}"
        )
    };
    let first = shot("7", "Corrie Head", "Two rangers were killed.");
    let other = shot("8", "Tanner's Bend", "Three rangers were killed.");
    let picture = of(&[&first, &other]);
    assert_eq!(disputes(&picture, "killed"), 1, "{:?}", picture.claims);
    assert_eq!(disputes(&picture, "date"), 1, "{:?}", picture.claims);
}

#[test]
fn a_sum_without_a_currency_is_in_that_of_the_others() {
    let told = |sum: &str| {
        format!(
            "A gang in Oxmere offers {sum} to anyone who kills Judge Ada Brink, police said on Monday."
        )
    };
    let picture = of(&[&told("$40,000"), &told("a reward of 60,000")]);
    let found: Vec<_> = sums(&picture, Kind::Bounty);
    let found: Vec<_> = found.iter().map(dollars).collect();
    assert_eq!(
        found,
        [(Some(40_000.0), Some("USD")), (Some(60_000.0), Some("USD"))]
    );
    assert_eq!(disputes(&picture, "amount"), 1);
}

#[test]
fn who_says_that_nobody_was_hurt_contradicts_who_counts() {
    let none = "Shots were fired at the home of Judge Ada Brink in Oxmere on 9 March 2026, the sheriff said. No one was injured, he said.";
    let one = "Shots were fired at the home of Judge Ada Brink in Oxmere on 9 March 2026. One person was injured, her brother said.";
    let dead = one.replace("injured", "killed");
    assert_eq!(disputes(&of(&[none, one]), "injured"), 1);
    assert_eq!(disputes(&of(&[one, one]), "injured"), 0);
    let living = none.replace("No one was injured", "Nobody has died");
    assert_eq!(disputes(&of(&[&dead, &living]), "killed"), 1);
    let else_ = one.replace(
        "her brother said.",
        "her brother said. Nobody else was injured.",
    );
    assert_eq!(disputes(&of(&[&else_, one]), "injured"), 0);
}

#[test]
fn who_is_hurt_where_somebody_is_taken_was_hurt_in_the_taking() {
    let told = |hurt: &str| {
        format!(
            "Two masked men abducted the nurse Ada Brink outside the clinic in Oxmere on 9 March 2026, police said. {hurt} in the attack."
        )
    };
    let picture = of(&[
        &told("One guard was injured"),
        &told("Two guards were injured"),
    ]);
    assert_eq!(disputes(&picture, "injured"), 1, "{:?}", picture.claims);
    let kinds: Vec<Kind> = picture.claims.iter().map(|claim| claim.kind).collect();
    assert_eq!(kinds, [Kind::Kidnapping, Kind::Kidnapping]);
}

#[test]
fn ransoms_are_no_prices_on_people() {
    let told = |sum: &str| {
        format!(
            "Gunmen abducted the doctor Ada Brink from the clinic in Oxmere on 9 March 2026, police said. The captors are demanding {sum} \
             for her release, her union said."
        )
    };
    let picture = of(&[&told("$20,000"), &told("$60,000")]);
    assert!(sums(&picture, Kind::Bounty).is_empty());
    assert_eq!(sums(&picture, Kind::Kidnapping).len(), 2);
    assert_eq!(disputes(&picture, "amount"), 1);
    let pedido = "Hombres armados secuestraron al doctor Luis Mora en la clínica de Olmeda el 9 de marzo de 2026, según la policía. Exigen \
        dos millones de pesos por dejarlo en libertad, dijo su sindicato.";
    assert_eq!(sums(&of(&[pedido]), Kind::Kidnapping).len(), 1);
}

#[test]
fn a_correction_takes_back_what_was_said() {
    let act = "Shots were fired at the home of Judge Ada Brink in Oxmere on 9 March 2026.";
    let text = format!(
        "Corrections and clarifications\n\n{act} One person was injured in the attack; we said that two people were hurt.\n"
    );
    let counts: Vec<_> = (of(&[&text]).claims.iter())
        .filter_map(|claim| claim.slots.injured)
        .collect();
    assert_eq!(counts, [1]);
}

#[test]
fn what_befell_somebody_years_ago_is_told_for_itself() {
    let told = |whom: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on 9 March 2026, police said. In 2019 {whom} was shot dead at \
             his home in Harrow Vale."
        )
    };
    let attacks = |whom: &str| {
        let picture = of(&[&told(whom)]);
        let of_kind = |claim: &&picture::Claim| claim.kind == Kind::Attack;
        picture.claims.iter().filter(of_kind).count()
    };
    assert_eq!(attacks("Judge Olaf Brandt"), 2);
    assert_eq!(attacks("a guard"), 2);
    assert_eq!(attacks("one in five guards"), 1);
}

#[test]
fn what_stands_between_quotation_marks_is_asked_for_too() {
    let text = "El panfleto ofrece doscientos millones de pesos al que «acueste» a la fiscal Inés Pola, dijo el lunes la policía de Olmeda.";
    assert_eq!(sums(&of(&[text]), Kind::Bounty).len(), 1);
}

#[test]
fn a_guard_is_one_where_nobody_else_is_told_of() {
    let told = |hurt: &str| {
        format!("Two men attacked the depot in Oxmere on 9 March 2026, police said. {hurt}")
    };
    let others = told("Two guards were injured in the attack.");
    let disputed = |hurt: &str| disputes(&of(&[&told(hurt), &others]), "injured");
    assert_eq!(disputed("A guard was injured in the attack."), 1);
    assert_eq!(disputed("The guard was injured in the attack."), 1);
    let two = "Two guards were injured. The younger guard broke an arm in the attack.";
    assert_eq!(disputed(two), 0);
}

#[test]
fn acts_of_two_days_in_one_report_are_two() {
    let told = |second: &str| {
        format!(
            "On Wednesday 4 March 2026 a bomb damaged the registry in Oxmere, police said. On {second} two men shot at the home of \
             Clerk Ada Brink, police said."
        )
    };
    let violent = |text: &str| {
        let claims = of(&[text]).claims;
        claims
            .iter()
            .filter(|claim| claim.kind != Kind::Response)
            .count()
    };
    assert_eq!(violent(&told("Friday 6 March 2026")), 2);
}

#[test]
fn what_a_price_is_for_may_go_unsaid_in_one_report() {
    let said = "A note in Oxmere promised $3,000 to anyone who kills Judge Ada Brink, police said on Monday.";
    let unsaid = "\"$5,000 on Judge Ada Brink,\" says the note in Oxmere, of which the union showed a copy on Monday.";
    assert_eq!(disputes(&of(&[said, unsaid]), "amount"), 1);
}

#[test]
fn a_report_may_say_that_it_is_of_another_matter() {
    let told = |link: &str| {
        format!(
            "La policía investiga si el tiroteo {link} con un vídeo en el que una banda ofrece 80.000 euros por la vida de la \
             jueza Inés Pola, de Ponterra."
        )
    };
    assert_eq!(
        sums(&of(&[&told("guarda relación")]), Kind::Bounty).len(),
        1
    );
    assert_eq!(
        sums(&of(&[&told("no guarda relación")]), Kind::Bounty).len(),
        0
    );
}

#[test]
fn whom_an_arrest_took_is_disputed_where_a_part_of_the_name_is_the_same() {
    let taken = |name: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on 2 March 2026. Police arrested {name} on 4 March 2026 \
             over the shots fired at the judge."
        )
    };
    let names = |one: &str, other: &str| disputes(&of(&[&taken(one), &taken(other)]), "person");
    assert_eq!(names("Desmond Carlin", "Dermot Carlin"), 1);
    assert_eq!(names("Desmond Carlin", "Desmond Carlin"), 0);
    assert_eq!(names("Desmond Carlin", "Olaf Brandt"), 0);
}

#[test]
fn a_ransom_is_one_in_whatever_words_and_its_sums_are_disputed() {
    const TAKEN: &str = "Armed men dragged the forest inspector Ada Brink from her car near Oxmere on Monday 9 March 2026 and drove away with her, \
                         police said. ";
    let told = |asked: &str| format!("{TAKEN}{asked}");
    let first = told("They want $80,000 for her, her husband said.");
    let second = told("The men who hold her asked for $120,000 to let her go, a cousin said.");
    let picture = of(&[&first, &second]);
    let asked = sums(&picture, Kind::Kidnapping);
    let asked: Vec<_> = asked.iter().map(dollars).collect();
    assert!(asked.contains(&(Some(80_000.0), Some("USD"))), "{asked:?}");
    assert!(asked.contains(&(Some(120_000.0), Some("USD"))), "{asked:?}");
    assert_eq!(disputes(&picture, "amount"), 1);
}

#[test]
fn when_a_list_was_put_up_is_disputed() {
    let posted = |day: &str| {
        format!(
            "The home addresses of forty-one court interpreters of Oxmere were posted on the forum Backbench on {day} March 2026, the \
             association said."
        )
    };
    let days = |one: &str, other: &str| disputes(&of(&[&posted(one), &posted(other)]), "date");
    assert_eq!(days("4", "1"), 1);
    assert_eq!(days("4", "4"), 0);
}

#[test]
fn how_many_a_list_exposes_is_disputed() {
    let told = |list: &str| {
        format!(
            "{list} were posted on the channel Harrow Watch on Monday, 9 March 2026, the union of Oxmere clerks said."
        )
    };
    let one = told("The home addresses of 23 court clerks");
    let other = told("The names and home addresses of 31 of the clerks");
    let values = |texts: &[&str]| -> Vec<String> {
        let picture = of(texts);
        let listed = picture.conflicts.iter();
        let listed = listed.filter(|one| one.slot.as_str() == "target");
        let values =
            listed.flat_map(|one| one.values.iter().map(|(value, _)| format!("{value:?}")));
        values.collect()
    };
    let both = values(&[&one, &other]);
    assert!(
        both.len() == 2
            && both[0].contains("23 court clerks")
            && both[1].contains("31 of the clerks"),
        "{both:?}"
    );
    assert!(values(&[&one, &one]).is_empty());
    // a part of them, a day and a sum are no other count
    for same in [
        "The home addresses of 23 clerks, among them 12 interpreters,",
        "On 10 March, with 500 for an address, the home addresses of 23 clerks",
    ] {
        let both = values(&[&one, &told(same)]);
        assert!(both.is_empty(), "{both:?}");
    }
}

#[test]
fn days_of_one_act_are_disputed_where_they_lie_close_together() {
    let days = |told: &dyn Fn(&str) -> String, one: &str, other: &str| {
        disputes(&of(&[&told(one), &told(other)]), "date")
    };
    let shot = |day: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere on {day} March 2026, police said."
        )
    };
    assert_eq!(days(&shot, "2", "4"), 1);
    assert_eq!(days(&shot, "2", "13"), 0);
    let followed = |day: &str| {
        format!(
            "On {day} March 2026 a grey van followed Judge Ada Brink home from the courthouse in Oxmere, police said."
        )
    };
    assert_eq!(days(&followed, "2", "3"), 1);
    assert_eq!(days(&followed, "2", "4"), 0);
    let arrested = |day: &str| {
        format!(
            "Shots were fired at the home of Judge Ada Brink in Oxmere on 1 March 2026. Police arrested a man on {day} March 2026 over \
             the shots fired at the judge."
        )
    };
    assert_eq!(days(&arrested, "4", "5"), 1);
    assert_eq!(days(&arrested, "4", "7"), 0);
}

#[test]
fn the_same_weekday_in_another_week_is_that_of_a_report_without_a_date() {
    let shot = |day: &str| {
        format!(
            "Two men shot at Judge Ada Brink outside the courthouse in Oxmere {day}, police said."
        )
    };
    let days = |one: &str| disputes(&of(&[&shot("on Monday 2 March 2026"), &shot(one)]), "date");
    assert_eq!(days("on Monday"), 0);
    assert_eq!(days("on Tuesday 3 March 2026"), 1);
}

#[test]
fn who_is_hurt_in_a_sentence_of_its_own_is_counted() {
    let injured = |rest: &str| {
        let text = format!(
            "Armed police broke into the house of Judge Ada Brink in Oxmere on Monday after a false emergency call. {rest}"
        );
        let claims = of(&[&text]).claims;
        claims.iter().find_map(|claim| claim.slots.injured)
    };
    assert_eq!(
        injured("Her father fell on the stairs and broke his wrist."),
        Some(1)
    );
    assert_eq!(
        injured("Her father made them tea and showed them the garden."),
        None
    );
}
