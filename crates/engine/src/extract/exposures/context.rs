//! Words that announce personal data.

use std::sync::LazyLock;

use crate::extract::vocabulary::Vocabulary;
use crate::text::{Doc, Token, TokenKind};

/// What a word may announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `Calle`, `Avda`.
    Street,
    /// `P.O. Box`.
    Box,
    /// `address:`, `lives at`.
    Home,
    Plate,
    Identity,
    Birth,
    /// `Apt`.
    Flat,
    /// `APO`.
    Military,
    /// `s/n`.
    Unnumbered,
    /// `corner of`.
    Corner,
    /// `Rue`, `ul.`.
    Abroad,
    /// The end of a host name: `com`.
    Host,
}

static CUES: LazyLock<Vocabulary<Cue>> = LazyLock::new(|| {
    Vocabulary::new(&[
        (
            "calle c cl avenida av avda ave paseo pso plaza pza plz carretera ctra camino ronda travesia callejon privada \
             prolongacion calzada boulevard bulevar blvd carrera cra diagonal transversal glorieta rambla cerrada andador circuito \
             pasaje jiron jr via gran cuesta alameda urbanizacion urb partida carrer rua passeig",
            Cue::Street,
        ),
        ("p.o po box apartado apdo", Cue::Box),
        (
            "address addresses residence resides reside lives live living domicilio direccion vive viven residencia",
            Cue::Home,
        ),
        (
            "plate plates placa placas matricula matriculas patente",
            Cue::Plate,
        ),
        (
            "ssn passport pasaporte dni nie nif curp rfc cedula nss nass naf license licence licencia social seguridad ine identidad cuil cuit \
             rut cpf ssid nino nhc cipa mrn ncol nocol ncolegiado nocolegiado colegiado colegiada historia medical record patient member \
             employee student badge national nhs tax empleado empleada afiliado afiliada afiliacion expediente episodio matriculado \
             identity identification",
            Cue::Identity,
        ),
        (
            "born dob d.o.b. birthdate birthday date fecha nacido nacida nacio cumpleanos nacimiento",
            Cue::Birth,
        ),
        ("com org net info onion io xyz", Cue::Host),
        ("s", Cue::Unnumbered),
        ("apo fpo dpo", Cue::Military),
        ("corner esquina", Cue::Corner),
        (
            "rue viale piazza ulica ul chemin quai corso vicolo",
            Cue::Abroad,
        ),
        ("apt apartment suite ste", Cue::Flat),
    ])
});

pub(super) fn cue(token: &Token) -> Option<Cue> {
    CUES.get(token)
}

static PHONES: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "tel tels telf telfs tfno tfnos tlf tlfs tlfno telefono telefonos movil moviles celular cel fax whatsapp wa phone phones telephone \
         mobile cell call calls calling called desk landline hotline sms text contact reach dial number llama llame llamen llamar llamando \
         marca marque numero contacto comunicarse comunicate messages mensajes ring",
        (),
    )])
});

static OTHER_NUMBERS: LazyLock<Vocabulary<()>> = LazyLock::new(|| {
    Vocabulary::new(&[(
        "case docket invoice order isbn issn doi ref reference folio expediente causa carpeta averiguacion nhc cipa ncol ncolegiado zip cp \
         tracking serial version id pin page pages pp pag release bulletin boletin ley decreto oficio acta lote registro historia room \
         score account cuenta colegiado nocol col nocolegiado episodio route highway flight vuelo section seccion article articulo",
        (),
    )])
});

/// How many tokens back an announcement is sought.
const REACH: usize = 6;

/// Whether the words before a number say that it is a telephone's.
pub(super) fn speaks_of_phone(doc: &Doc, at: usize) -> bool {
    nearest(doc, at, |token| PHONES.has(token), REACH)
}

/// Whether the word right before a number says that it counts something else.
pub(super) fn speaks_of_other(doc: &Doc, at: usize) -> bool {
    nearest(doc, at, |token| OTHER_NUMBERS.has(token), 3)
}

/// Whether one of some words stands before a number, on the same line.
pub(super) fn speaks_of(doc: &Doc, at: usize, words: &[&str], reach: usize) -> bool {
    (at.saturating_sub(reach)..at)
        .rev()
        .take_while(|&at| doc.tokens[at].kind != TokenKind::Break)
        .any(|at| words.contains(&doc.word(at)))
}

fn nearest(doc: &Doc, at: usize, wanted: impl Fn(&Token) -> bool, reach: usize) -> bool {
    (at.saturating_sub(reach)..at)
        .rev()
        .map(|at| &doc.tokens[at])
        .take_while(|token| token.kind != TokenKind::Break)
        .any(wanted)
}
