//! Notes, calls and painted walls that a report tells of: what they say makes a threat, whatever the words.

use engine::{Options, Study};
use model::Kind;

/// What a report tells of beside the message.
const EN: &str = "The clerk of Marrow Bay, Ines Coltrane, has been under police protection since a man shot at \
    her car on Monday, the sheriff's office said. ";
const ES: &str = "La secretaria municipal de Puerto Marrón, Inés Coltrán, tiene escolta policial desde que un \
    hombre disparó contra su coche el lunes, informó la comisaría. ";

fn threats(text: &str) -> usize {
    let study = Study::of(text, &Options::default());
    let mentions = study.notes.mentions.iter();
    mentions
        .filter(|(mention, _)| mention.kind == Kind::Threat)
        .count()
}

#[test]
fn a_message_threatens_by_what_it_says() {
    for (before, message) in [
        (
            EN,
            "In May she found a card under her wiper reading: \"Count carefully, you only get one more.\"",
        ),
        (
            EN,
            "A voicemail left for her deputy in April promised he \"would not see another spring.\"",
        ),
        (
            EN,
            "A slip of paper was pushed through her door on Friday with the words \"your girl walks home alone\".",
        ),
        (
            EN,
            "Her deputy had a call on Sunday night. \"We know which window is yours.\"",
        ),
        (
            ES,
            "En mayo encontró en el buzón una nota: «La próxima vez no fallamos».",
        ),
        (
            ES,
            "El viernes amaneció pintado el muro del ayuntamiento con la frase «Aquí enterramos a los que firman».",
        ),
        (
            ES,
            "A su ayudante le dejaron un recado en el contestador que decía: «Cuida a tus hijas, que son muy guapas».",
        ),
    ] {
        assert_eq!(threats(before), 0, "{before}");
        assert!(threats(&format!("{before}{message}")) > 0, "{message}");
    }
}

#[test]
fn other_messages_and_what_people_say_threaten_nobody() {
    for (before, words) in [
        (
            EN,
            "A card from the staff read: \"Thank you for your courage, from the whole third grade.\"",
        ),
        (
            EN,
            "In a letter to members the union wrote: \"We will fight this in every court.\"",
        ),
        (EN, "A sign on her door says \"Back in ten minutes\"."),
        (
            EN,
            "The paper's page, \"Open Harbour\", posted a photo of the car.",
        ),
        (
            ES,
            "Una tarjeta de sus compañeros decía: «Vuelve pronto, te esperamos con café».",
        ),
        (
            ES,
            "En una carta, el sindicato escribió: «Iremos a los tribunales las veces que haga falta».",
        ),
    ] {
        assert_eq!(threats(&format!("{before}{words}")), 0, "{words}");
    }
}

#[test]
fn two_messages_are_two_threats() {
    let text = format!(
        "{EN}In May she found a card reading: \"Count carefully, you only get one more.\"\n\n\
         On Friday a voice on her phone said: \"We know which school your boys go to.\""
    );
    let studies = [Study::of(&text, &Options::default())];
    let picture = engine::picture(&studies);
    let threats = picture
        .claims
        .iter()
        .filter(|claim| claim.kind == Kind::Threat);
    assert_eq!(threats.count(), 2);
}
