//! Harm that somebody means to do, as those tell of it who were told, overheard it or saw the means.

use engine::text::Doc;
use engine::{detect, level};
use model::Level;

fn level_of(text: &str) -> Level {
    let doc = Doc::new(text);
    level::of(&doc, &detect::read(&doc), &[]).0
}

#[test]
fn a_plan_that_a_witness_tells_of_is_pressing() {
    for (text, least) in [
        (
            "He told me he will shoot Judge Harrow outside the courthouse on Friday, he showed me a gun.",
            Level::P1,
        ),
        (
            "A guy on my shift keeps saying he's going to stab the inspector on Monday at the depot. I saw the knife.",
            Level::P1,
        ),
        (
            "He said \"I will shoot Judge Harrow on Friday\" and showed me the pistol in his jacket.",
            Level::P1,
        ),
        (
            "My neighbour told me the judge is going to be shot on Friday outside the courthouse.",
            Level::P1,
        ),
        (
            "My son says he will shoot up the school on Monday, there is a gun under his bed.",
            Level::P2,
        ),
        (
            "My ex boyfriend says he is going to run over the school principal on Monday, and shoot the inspector.",
            Level::P2,
        ),
        (
            "Me dijo que va a matar al juez Harrow el viernes a la salida del juzgado, me enseñó una pistola.",
            Level::P1,
        ),
        (
            "Mi primo me dijo que matará a la fiscal el lunes en la puerta de su casa. Tiene una pistola.",
            Level::P1,
        ),
        (
            "Oí a un compañero decir que piensa apuñalar al alcalde el jueves en la reunión. Vi el cuchillo.",
            Level::P1,
        ),
        (
            "Me dijo que va a matarla el viernes en la puerta del juzgado.",
            Level::P2,
        ),
    ] {
        let level = level_of(text);
        assert!(level <= least, "{text}: {level:?}");
    }
}

#[test]
fn a_plan_that_is_not_surely_told_waits_a_level_longer() {
    for text in [
        "My ex says he will kill my sister on Saturday. He bought a gun.",
        "Unos hombres planean secuestrar a la concejala el sábado cuando salga de misa, lo escuché en el bar.",
    ] {
        let level = level_of(text);
        assert!(level <= Level::P3, "{text}: {level:?}");
    }
}

#[test]
fn what_others_tell_what_is_past_and_what_is_denied_is_not() {
    for text in [
        "Police said the suspect had told friends he would shoot Judge Harrow at the courthouse on Friday. He had a gun.",
        "\"He told me he would shoot the judge on Friday at the courthouse,\" the neighbour told the paper. He had a gun.",
        "Years ago a man told me he would shoot the judge on Friday outside the courthouse. He had a gun.",
        "A man told me he would shoot the judge on Friday. He had a gun. He was arrested and convicted.",
        "He told me he will not shoot the judge on Friday, he sold the gun.",
        "In the film he tells me he will shoot the judge on Friday outside the courthouse and shows me a gun.",
        "He told me at the market on Friday that the judge's ruling will kill the small shops in our town.",
        "We will march to the courthouse on Friday and I will shout at the judge.",
        "Hace años me dijo que iba a matar al juez el viernes en el juzgado, con una pistola.",
        "La policía detuvo el lunes a un hombre que dijo a mi vecino que iba a matar a la jueza el viernes con una pistola.",
        "Nos manifestaremos el viernes frente al juzgado; me dijo que la jueza va a matar el barrio con ese fallo.",
        "Me contó que en la película el protagonista va a matar al juez el viernes frente al juzgado con una pistola.",
    ] {
        let level = level_of(text);
        assert!(level >= Level::P3, "{text}: {level:?}");
    }
}
