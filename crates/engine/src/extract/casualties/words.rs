//! The words that tell of dead and injured people.

use std::sync::LazyLock;

use super::people::Number;
use crate::extract::vocabulary::Vocabulary;
use crate::extract::walk::word;
use crate::text::Doc;

/// What befell them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    Killed,
    Injured,
    /// `casualties`.
    Either,
}

/// How the word stands to those it befell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `killed`: active or passive.
    Participle,
    /// `killing`.
    Gerund,
    /// `death of`.
    Noun,
    /// `dead`, `heridos`.
    State,
    /// `died`.
    Intransitive,
    /// `hirieron a`.
    Transitive,
    /// Needs a word for a wound after it.
    Suffered,
    /// Needs a part of the body or a cause after it.
    Hit,
    /// `lives`, with a verb of loss before it.
    Lives,
    /// `unhurt`.
    Unharmed,
    /// Needs a part of the body after it: `broke her wrist`.
    Breaks,
    /// Needs those who were hurt after it: `treated two patients`.
    Treats,
    /// Needs who is there before it: `five are in hospital`.
    Ward,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Trigger {
    pub(super) harm: Harm,
    pub(super) shape: Shape,
    pub(super) number: Number,
}

const fn of(harm: Harm, shape: Shape, number: Number) -> Trigger {
    Trigger {
        harm,
        shape,
        number,
    }
}

static TRIGGERS: LazyLock<Vocabulary<Trigger>> = LazyLock::new(|| {
    use Harm::{Either, Injured, Killed};
    use Number::{Plural, Singular, Unknown};
    use Shape::{
        Breaks, Gerund, Hit, Intransitive, Lives, Noun, Participle, State, Suffered, Transitive,
        Treats, Unharmed, Ward,
    };
    Vocabulary::new(&[
        (
            "killed slain murdered assassinated gunned",
            of(Killed, Participle, Unknown),
        ),
        (
            "injured wounded hurt shot stabbed beaten hospitalized hospitalised maimed knifed clubbed bludgeoned scalded concussed thrashed battered",
            of(Injured, Participle, Unknown),
        ),
        ("killing", of(Killed, Gerund, Unknown)),
        ("injuring wounding hurting", of(Injured, Gerund, Unknown)),
        (
            "death deaths murder murders fatalities fatality muerte muertes asesinato asesinatos deceso decesos fallecimiento fallecimientos",
            of(Killed, Noun, Unknown),
        ),
        ("injuries lesiones", of(Injured, Noun, Unknown)),
        ("casualties victima victimas", of(Either, Noun, Unknown)),
        ("dead", of(Killed, State, Unknown)),
        (
            "muerto muerta fallecido fallecida asesinado asesinada ultimado ultimada",
            of(Killed, State, Singular),
        ),
        (
            "muertos muertas fallecidos fallecidas asesinados asesinadas ultimados ultimadas",
            of(Killed, State, Plural),
        ),
        (
            "herido herida lesionado lesionada malherido malherida lastimado lastimada hospitalizado hospitalizada baleado baleada apunalado apunalada \
             acuchillado acuchillada",
            of(Injured, State, Singular),
        ),
        (
            "heridos heridas lesionados lesionadas malheridos malheridas lastimados lastimadas baleados baleadas golpeados golpeadas \
             apaleados apaleadas apunalados apunaladas acuchillados acuchilladas hospitalizados hospitalizadas",
            of(Injured, State, Plural),
        ),
        (
            "died perished passed succumbed",
            of(Killed, Intransitive, Unknown),
        ),
        (
            "murio fallecio perecio muere fallece sucumbio",
            of(Killed, Intransitive, Singular),
        ),
        (
            "murieron fallecieron perecieron mueren fallecen",
            of(Killed, Intransitive, Plural),
        ),
        (
            "mato mataron asesino asesinaron abatio abatieron acribillo acribillaron ultimaron mata matan asesina asesinan acribillan matando \
             asesinando perdimos lost",
            of(Killed, Transitive, Unknown),
        ),
        (
            "hirio hirieron lesiono lesionaron hiriendo lesionando hiere hieren lesionan",
            of(Injured, Transitive, Unknown),
        ),
        (
            "suffered suffering sustained sustaining sought away nursing nursed received receiving needed needing required",
            of(Injured, Suffered, Unknown),
        ),
        ("sufrio recibio", of(Injured, Suffered, Singular)),
        (
            "sufrieron recibieron recibimos",
            of(Injured, Suffered, Plural),
        ),
        (
            "hit struck cut treated grazed punched kicked slashed taken rushed admitted airlifted",
            of(Injured, Hit, Unknown),
        ),
        (
            "alcanzado alcanzada atendido atendida trasladado trasladada ingresado ingresada",
            of(Injured, Hit, Singular),
        ),
        (
            "alcanzados alcanzadas atendidos atendidas trasladados trasladadas ingresados ingresadas",
            of(Injured, Hit, Plural),
        ),
        ("lives life vida vidas", of(Killed, Lives, Unknown)),
        (
            "unhurt unharmed uninjured ileso ilesa ilesos ilesas",
            of(Injured, Unharmed, Unknown),
        ),
        (
            "broke breaks broken fractured burnt burned rompio rompieron fracturo fracturaron quebro quebraron quemo quemaron inhaled inhalo \
             inhalaron trago tragaron",
            of(Injured, Breaks, Unknown),
        ),
        (
            "treating tending admitting atendio atendieron atendimos atendia atendian atiende atienden ingresaron",
            of(Injured, Treats, Unknown),
        ),
        ("hospital hospitals", of(Injured, Ward, Unknown)),
    ])
});

pub(super) fn trigger(doc: &Doc, at: usize) -> Option<Trigger> {
    let trigger = TRIGGERS.get(&doc.tokens[at])?;
    let after = word(doc, at + 1);
    let means = match word(doc, at) {
        // "a shot was fired", "they were shot at": nobody is said to be hit
        "shot" => !matches!(after, "was" | "were" | "at" | "rang"),
        "gunned" => after == "down",
        "passed" => after == "away",
        "lost" => (at.saturating_sub(2)..at).any(|i| word(doc, i).starts_with("we")),
        _ => true,
    };
    means.then_some(trigger)
}

static WOUNDS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "injury injuries wound wounds burn burns cut cuts fracture fractures concussion bruise bruises bruising \
         laceration lacerations stitches gunshot shrapnel ricochet bullet bullets gunfire inhalation smoke shock stab \
         herida heridas lesion lesiones quemadura quemaduras puntos sutura contusion contusiones fractura fracturas golpes cortes bala balas \
         disparo disparos balazo balazos crisis intoxicacion esquirlas humo golpe puntadas cachazo culatazo pedrada punalada punaladas navajazo corte",
        (),
    )])
});

/// Whether a token names a wound or what makes one.
pub(super) fn is_wound(doc: &Doc, at: usize) -> bool {
    let broken = || {
        matches!(word(doc, at), "broken" | "fractured" | "rota" | "roto")
            && (is_body(doc, at + 1) || at > 0 && is_body(doc, at - 1))
    };
    doc.tokens.get(at).is_some_and(|token| WOUNDS.has(token)) || broken()
}

static BODY: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "arm arms forearm forearms leg legs head face neck wrist wrists nose ankle finger fingers jaw rib ribs elbow shoulder chest back abdomen stomach thigh hand hands foot knee hip eye ear \
         nariz muneca tobillo dedo costilla mandibula codo brazo brazos antebrazo pierna piernas cabeza cara cuello hombro pecho espalda abdomen estomago muslo mano manos pie rodilla \
         cadera ojo torax",
        (),
    )])
});

pub(super) fn is_body(doc: &Doc, at: usize) -> bool {
    doc.tokens.get(at).is_some_and(|token| BODY.has(token))
}

/// `taken to hospital`: hurt where a wound is named behind it.
pub(super) fn is_brought(text: &str) -> bool {
    matches!(
        text,
        "taken"
            | "rushed"
            | "admitted"
            | "airlifted"
            | "trasladado"
            | "trasladada"
            | "trasladados"
            | "trasladadas"
            | "ingresado"
            | "ingresada"
            | "ingresados"
            | "ingresadas"
    )
}

/// Whoever is hurt is treated: the words for what a hospital does.
pub(super) fn is_care_given(text: &str) -> bool {
    matches!(
        text,
        "treated" | "admitted" | "treating" | "tending" | "admitting" | "received" | "receiving"
    ) || text.starts_with("atend")
        || text.starts_with("atiend")
        || text.starts_with("ingres")
        || text.starts_with("recib")
}

pub(super) fn is_smoke(doc: &Doc, at: usize) -> bool {
    matches!(word(doc, at), "smoke" | "humo" | "gas" | "fumes")
}

/// Whom a hospital has when somebody was hurt.
pub(super) fn is_patient(text: &str) -> bool {
    matches!(
        text,
        "patient"
            | "patients"
            | "casualty"
            | "casualties"
            | "victim"
            | "victims"
            | "wounded"
            | "injured"
            | "paciente"
            | "pacientes"
            | "victima"
            | "victimas"
            | "herido"
            | "heridos"
            | "herida"
            | "heridas"
            | "lesionado"
            | "lesionados"
            | "lesionadas"
    )
}

/// Where, or by whom, the hurt are treated.
static CARE: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "hospital hospitals scene clinic infirmary paramedics medics ambulance \
         clinica lugar sitio ambulatorio paramedicos sanitarios ambulancia",
        (),
    )])
});

pub(super) fn is_care(doc: &Doc, at: usize) -> bool {
    doc.tokens.get(at).is_some_and(|token| CARE.has(token))
}

/// `acabaron heridas`, `resultan heridos`: as good as `were`.
pub(super) fn is_copula(text: &str) -> bool {
    matches!(
        text,
        "resulta"
            | "resultan"
            | "acabo"
            | "acabaron"
            | "acaban"
            | "termino"
            | "terminaron"
            | "terminan"
            | "salio"
            | "salieron"
            | "queda"
            | "quedan"
            | "cayo"
            | "cayeron"
            | "ended"
    )
}

/// Words between `was` and `hurt`.
pub(super) fn is_adverb(text: &str) -> bool {
    text.len() > 3 && (text.ends_with("ly") || text.ends_with("mente"))
        || matches!(
            text,
            "also"
                | "later"
                | "found"
                | "left"
                | "shot"
                | "badly"
                | "gunned"
                | "both"
                | "all"
                | "tambien"
                | "muy"
                | "gravemente"
                | "hallado"
                | "hallada"
                | "hallados"
                | "encontrado"
                | "encontrada"
                | "declared"
                | "pronounced"
                | "reported"
                | "then"
                | "being"
                | "not"
                | "and"
        )
}
