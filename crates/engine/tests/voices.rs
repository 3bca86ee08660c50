//! On whose word a text asserts something.

use engine::{Options, Study};

/// The source of the first mention whose words hold `part`.
fn source_of(text: &str, part: &str) -> String {
    let study = Study::of(text, &Options::default());
    let notes = &study.notes;
    let found = notes
        .mentions
        .iter()
        .find(|(_, quote)| quote.text.contains(part));
    match found.map(|(mention, _)| mention.source) {
        None => format!(
            "no mention in {:?}",
            notes
                .mentions
                .iter()
                .map(|(_, q)| &q.text)
                .collect::<Vec<_>>()
        ),
        Some(None) => "nobody".to_owned(),
        Some(Some(source)) => notes.sources[source].name.clone(),
    }
}

#[track_caller]
fn says(text: &str, part: &str, name: &str) {
    assert_eq!(source_of(text, part), name, "{text}");
}

#[test]
fn an_owner_before_the_speaker_is_no_passive() {
    says(
        "A pipe bomb was found at the home of Jane Dorr on Monday, the sheriff's office said.",
        "pipe bomb",
        "sheriff's office",
    );
}

#[test]
fn a_date_or_venue_may_stand_between_verb_and_speaker() {
    says(
        "Un artefacto estalló el martes en la casa de la jueza Elena Prado y dejó dos heridos, informó el miércoles la Fiscalía Provincial de Arrecife.",
        "artefacto",
        "Fiscalía Provincial de Arrecife",
    );
    says(
        "Un artefacto estalló el martes en la casa de la jueza Elena Prado y dejó dos heridos, dijo ayer en rueda de prensa el portavoz del gobierno, Marcos Luján.",
        "artefacto",
        "Marcos Luján",
    );
}

#[test]
fn whoever_is_told_does_not_tell() {
    says(
        "Four rangers were shot and injured on the Dell road on Sunday, Tobias Kemp, told the Harbour Star.",
        "rangers",
        "Tobias Kemp",
    );
}

#[test]
fn a_relative_and_a_complement_leave_the_speaker_who_it_is() {
    says(
        "The mayor, Anna Reyes, was away. A resident of Cornel Street, who asked not to be named, said that two gunmen shot a guard on Monday.",
        "gunmen",
        "resident",
    );
    says(
        "La alcaldesa, Ana Reyes, no estaba. Un vecino de la calle Cornelio, que pidió no ser nombrado, contó que dos hombres dispararon contra un guardia el lunes.",
        "dispararon",
        "vecino",
    );
}

#[test]
fn a_spokesperson_for_a_body_is_the_body() {
    says(
        "Two guards were shot on Monday, said a spokeswoman for the Harbour Guard Union.",
        "guards",
        "Harbour Guard Union",
    );
    says(
        "Dos guardias fueron tiroteados el lunes, dijo una portavoz del Sindicato de Guardias del Puerto.",
        "guardias",
        "Sindicato de Guardias del Puerto",
    );
}

#[test]
fn a_surname_in_a_label_is_the_person_named_before() {
    let text = "HOST: Good morning. With us is Bettina Crane, who chairs the Harbour Guard Union.\n\n\
        CRANE: Good morning.\n\n\
        HOST: What happened?\n\n\
        CRANE: Two of our guards were shot at the gate on Monday.\n";
    says(text, "shot", "Bettina Crane");
}

#[test]
fn a_body_that_publishes_speaks_for_itself() {
    let text = "HARBOUR GUARD DIRECTORATE\nNotice 4/2026\n10 March 2026\n\nSHOOTING AT THE GATE\n\n\
        1. Two guards were shot at the north gate on Monday, 9 March.\n\n\
        2. Peter Vance, 34, was arrested yesterday.\n";
    says(text, "arrested", "HARBOUR GUARD DIRECTORATE");
}

#[test]
fn an_apposition_before_the_verb_is_the_speaker_however_soon_a_name_follows() {
    says(
        "Dr Anil Varga, the director of Cornel Hospital, said Mr Colb, 58, was shot on Monday.",
        "shot",
        "Anil Varga",
    );
    says(
        "Two guards were shot on Monday, said Anil Varga, the director of Cornel Hospital.",
        "guards",
        "Anil Varga",
    );
}

#[test]
fn whoever_asks_in_a_transcript_is_its_host() {
    let text = "CORA VANE: With us is Bettina Crane, of the Harbour Guard Union. What happened?\n\n\
        BETTINA CRANE: Two of our guards were shot at the gate on Monday.\n\n\
        CORA VANE: They say that five guards were shot at the gate. Is it so?\n\n\
        BETTINA CRANE: No. Two.\n";
    says(text, "Two of our", "Bettina Crane");
    assert_ne!(source_of(text, "five guards"), "CORA VANE");
}

#[test]
fn a_statement_is_by_whoever_spoke_last() {
    says(
        "La Fiscalía de Arrecife anunció el lunes una detención. El grupo fue cerrado a petición del Ministerio de Cultura.\n\n\
         «Les vamos a quemar la casa», amenazaron a la jueza Elena Prado el domingo, se lee en el boletín.",
        "amenazaron",
        "Fiscalía de Arrecife",
    );
}

#[test]
fn somebody_without_a_name_is_no_body_that_the_next_sentence_could_mean() {
    let text = "La Fiscalía de Arrecife anunció el lunes la detención de un hombre al que señala por el tiroteo contra dos guardias.\n\n\
        El detenido disparó contra los dos guardias el domingo, indicó la dependencia en un comunicado.";
    says(text, "El detenido", "Fiscalía de Arrecife");
}

#[test]
fn a_lead_stands_on_whoever_is_named_next() {
    says(
        "Two guards were shot at the north gate of Cornel Harbour on Sunday night.\n\nThe gate was closed. The Cornel Police Department said that nobody had been arrested.",
        "Two guards",
        "Cornel Police Department",
    );
}

/// The most independent origins of any claim about several texts.
fn origins_of(texts: &[&str]) -> usize {
    let studies: Vec<Study> = texts
        .iter()
        .map(|text| Study::of(text, &Options::default()))
        .collect();
    let picture = engine::picture(&studies);
    let counts = picture.claims.iter().map(|claim| claim.independent_origins);
    counts.max().unwrap_or(0)
}

#[test]
fn a_figure_rests_on_those_who_tell_it() {
    let text = "Gunmen attacked the guards at the north gate of Cornel Harbour on Sunday, the Cornel Police Department said.\n\n\
        Four guards were injured in the attack at the north gate, said Bettina Crane of the Harbour Guard Union.";
    assert_eq!(origins_of(&[text]), 1);
}

#[test]
fn who_speaks_for_a_body_in_one_report_does_so_in_all() {
    let first = "Four guards were shot dead at the north gate of Cornel Harbour on Sunday, 9 March 2026, said Marta Orr, spokeswoman for the Cornel Police Department.";
    let second = "Four guards were shot dead at the north gate of Cornel Harbour on Sunday, 9 March 2026, according to the Cornel Police Department. Four guards were shot dead at the north gate, Marta Orr said.";
    let third = "Four guards were shot dead at the north gate of Cornel Harbour on Sunday, 9 March 2026, Marta Orr said.";
    assert_eq!(origins_of(&[first, second, third]), 1);
}

#[test]
fn a_letterhead_says_whose_release_it_is() {
    says(
        "SINDICATO DE BOMBEROS DE LA VEGA\nGabinete de Prensa\nNota informativa · 3 de marzo de 2025\n\nEl domingo un hombre apuñaló a dos compañeros en Casarubia. Nuestra delegada, Paula Rentero, relató que el agresor amenazó de muerte a la jueza Elena Prado.",
        "amenazó",
        "SINDICATO DE BOMBEROS DE LA VEGA",
    );
    says(
        "Guild of Clerks and Ushers\nPress notice 7 – 3 March 2025\n\nOn Sunday two masked men beat an usher, Paul Renner, outside the court in Marlow.",
        "usher",
        "Guild of Clerks and Ushers",
    );
}

#[test]
fn papers_of_a_court_are_a_source() {
    says(
        "The Marlow Gazette\n3 March 2025\n\nAn affidavit unsealed by the court on Monday describes the beating. It says Piet Dorn offered $900 to anyone who would kill Inspector Jane Dorr.",
        "$900",
        "affidavit",
    );
    says(
        "Diario de la Ribera\n4 de marzo de 2025\n\nEl auto de prisión, al que ha tenido acceso este diario, atribuye las cartas a Julio Sanz. Según el auto, Sanz ofrecía 400 euros por la dirección de la jueza Elena Prado.",
        "400",
        "auto",
    );
}

#[test]
fn what_stands_between_commas_leaves_the_speaker_who_opened_the_sentence() {
    says(
        "Police spoke first. Mercy Point Hospital, asked about the gunfire of Friday, said that two officers were shot and wounded.",
        "officers",
        "Mercy Point Hospital",
    );
    says(
        "La líder habló primero. El Hospital San Telmo, en cambio, le informó a esta redacción que dos agentes resultaron heridos de bala.",
        "agentes",
        "Hospital San Telmo",
    );
}

#[test]
fn whoever_threatens_or_poses_is_no_source() {
    says(
        "Mercy Point Hospital said it was open. Officers broke down the door of Jane Dorr after someone rang pretending to be a neighbour and claimed that she was holding hostages.",
        "hostages",
        "Mercy Point Hospital",
    );
}

#[test]
fn a_quotation_of_several_sentences_is_of_whom_is_named_behind_it() {
    says(
        "The Bureau of Ranges counts two officers wounded. \"I have one man shot. Through the arm,\" Sheriff Dale Rask said in his office on Monday.",
        "one man",
        "Dale Rask",
    );
    says(
        "La Guardia Comarcal habló de dos heridos. «Solo un agente fue herido de bala. En el brazo», dijo el alcalde Ramiro Tello el lunes.",
        "un agente",
        "Ramiro Tello",
    );
}

#[test]
fn the_answers_of_an_interview_are_of_whom_it_is_with() {
    says(
        "HARBOUR MONTHLY\nThe long sit: Chief Aldous Rendell, nineteen months in\n\nInterview by Corinne Abbot\n\nQ: Is it real?\n\nA: They pay a thousand dollars for a photo of an officer's home.\n\nQ: And then?\n\nA: Fifty thousand to kill one of us.",
        "thousand dollars",
        "Aldous Rendell",
    );
    says(
        "GIS Y TIZA\n\nENTREVISTA\n\nPor Tadeo Ixmal\n\nNazario Ortega lleva nueve años al frente de la escuela.\n\n—¿Qué llegó?\n—Un audio. Al que me entregara le daban 30 mil pesos por secuestrarme.\n\n—¿Y antes?\n—Vinieron en agosto.\n\n—¿Tiene miedo?\n—Sí.\n\n—¿Se va?\n—No.",
        "30 mil",
        "Nazario Ortega",
    );
    says(
        "ONDA SUR\n\nLOCUTORA (Paz Iturbe): Está con nosotros la consejera de Obras, Elvira Sancho. Buenos días.\n\nCONSEJERA: El lunes un hombre golpeó a la profesora Nuria Vidal en el patio.\n\nLOCUTORA: ¿Y ahora?\n\nCONSEJERA: Ahora tiene escolta.",
        "golpeó",
        "Elvira Sancho",
    );
}

#[test]
fn what_an_outlet_saw_itself_is_its_own() {
    let own = |text: &str, part: &str| {
        let study = Study::of(text, &Options::default());
        let found = study
            .notes
            .mentions
            .iter()
            .find(|(_, q)| q.text.contains(part));
        let source = found.and_then(|(mention, _)| mention.source);
        assert!(
            source.is_some_and(|at| study.notes.sources[at].own),
            "{text}"
        );
    };
    own(
        "The Harbour Star\nFriday, 3 May 2024\n\nScreenshots obtained by this newspaper show that a man offered $5,000 to whoever kills a ranger.",
        "ranger",
    );
    own(
        "El Faro de Arrecife\nViernes, 3 de mayo de 2024\n\nEste reportero fotografió la manta en que se ofrecían 50 mil pesos por matar a un policía.",
        "50 mil",
    );
}

#[test]
fn a_force_or_a_leader_is_the_one_told_of_last() {
    says(
        "La Policía Foral del Arce ha detenido a dos hombres. Golpearon a una maestra el lunes, ha informado ese cuerpo en un comunicado.",
        "maestra",
        "Policía Foral del Arce",
    );
    says(
        "El Sindicato de Guardias del Sur, que preside Luz Dary Montes, lleva otra cuenta. «Fueron dos los guardias heridos de bala el lunes», reprochó la dirigente.",
        "guardias heridos",
        "Luz Dary Montes",
    );
}

#[test]
fn a_company_told_of_for_the_first_time_speaks() {
    says(
        "The mayor spoke first. Kestrel, the company behind the app, said on Monday that it had closed the channel in which a man offered $500 to whoever kills a nurse.",
        "channel",
        "Kestrel",
    );
    says(
        "El alcalde habló primero. Nubalia, la firma que daba servidor al foro, asegura que el lunes cerró el canal en que un hombre ofrecía 500 euros por matar a una enfermera.",
        "canal",
        "Nubalia",
    );
}

#[test]
fn whose_spokeswoman_is_told_by_the_subject_of_the_sentence() {
    says(
        "El Ministerio de Garantías denunció amenazas. La Fiscalía de Valdeoria ha abierto una investigación por el secuestro del chofer Anselmo Tarrío el lunes, dijo a los periodistas su portavoz.",
        "Anselmo",
        "Fiscalía de Valdeoria",
    );
}

#[test]
fn who_is_called_by_a_given_name_is_who_was_named_in_full() {
    says(
        "Retired driver Gil Tarrow, 71, said he twice saw a man fly a drone over the judge's garden. \"He was filming her children,\" said Gil.",
        "filming",
        "Gil Tarrow",
    );
    says(
        "La jubilada Inés Tarragó, de 71 años, dijo que estaba en casa. Dos hombres dispararon contra el guardia Luis Mora el lunes, dijo Inés.",
        "dispararon",
        "Inés Tarragó",
    );
}

#[test]
fn what_nobody_known_saw_rests_on_no_origin() {
    let text = "We noticed two men who watched the judge's door on Monday.";
    let study = Study::of(text, &Options::default());
    let picture = engine::picture(&[study]);
    assert_eq!(picture.claims.len(), 1);
    assert!(picture.origins.is_empty());
    let options = Options {
        publisher: Some("The Harl Courier".to_owned()),
        ..Options::default()
    };
    let text = text.replace("noticed", "saw");
    let picture = engine::picture(&[Study::of(&text, &options)]);
    assert_eq!(picture.origins[0].name, "The Harl Courier");
}

#[test]
fn it_stands_for_the_body_that_the_sentence_begins_with() {
    says(
        "The National Guild of Ushers spoke first. When the Office of Court Interpreters finally spoke, it counted one usher wounded in the shooting of Monday.",
        "usher wounded",
        "Office of Court Interpreters",
    );
}

#[test]
fn whoever_is_addressed_does_not_tell() {
    says(
        "PROCURADURÍA DE LA VEGA\nComunicado\n3 de marzo de 2025\n\nEl domingo un hombre disparó contra la jueza Elena Prado. Se recomienda al Ministerio Público diligenciar la denuncia por el ataque contra la jueza Elena Prado.",
        "recomienda",
        "PROCURADURÍA DE LA VEGA",
    );
}

#[test]
fn our_members_are_those_of_whoever_issues_the_release() {
    says(
        "Guild of Clerks and Ushers\nPress notice 7 – 3 March 2025\n\nThe Office of Courts said on Monday that it would act. Our member Paul Renner was beaten by two masked men outside the court in Marlow.",
        "Renner",
        "Guild of Clerks and Ushers",
    );
}

#[test]
fn a_title_may_stand_between_a_post_and_its_holder() {
    says(
        "«Aquí atendimos a dos personas heridas por el estallido», aseguró a este diario el jefe de guardia, doctor Leopoldo Iriarte.",
        "heridas",
        "Leopoldo Iriarte",
    );
}

#[test]
fn a_name_in_what_she_says_is_not_hers() {
    says(
        "Joan Petty, 71, watched from her kitchen. \"Two men beat a guard outside Garrow Hall and Carl Tane's shop,\" she told me on Monday.",
        "beat a guard",
        "Joan Petty",
    );
}

#[test]
fn a_paragraph_goes_on_about_whom_it_opened_with() {
    says(
        "Odile Marsh said it was a hoax.\n\nDr Irene Valcourt, who runs the night rota, had her turn on Sunday. The street was quiet. The lights were out. Two masked men beat a guard at the gate, she said.",
        "beat a guard",
        "Irene Valcourt",
    );
    says(
        "La vecina Ana Ruiz habló primero.\n\nCarmen Dols no apaga la luz desde el domingo. Fue entonces, asegura, cuando dos hombres secuestraron al chofer Luis Prado.",
        "secuestraron",
        "Carmen Dols",
    );
}

#[test]
fn to_complain_and_to_corroborate_is_to_tell() {
    says(
        "The mayor spoke first. Sheriff Dale Rask complains that two men beat an officer on Monday.",
        "beat an officer",
        "Dale Rask",
    );
    says(
        "El alcalde habló primero. El director del Hospital Zonal, Amílcar Rizzi, corrobora que dos hombres golpearon a un agente el lunes.",
        "golpearon",
        "Amílcar Rizzi",
    );
}

#[test]
fn who_tells_of_papers_in_a_release_tells_by_itself() {
    says(
        "Cornel Police Department\nPress release · 3 March 2025\n\nA complaint was filed on Monday. An affidavit describes the beating. It says Piet Dorn offered $900 to anyone who would kill Inspector Jane Dorr.",
        "$900",
        "Cornel Police Department",
    );
    says(
        "SINDICATO DE UJIERES DE CORNEL\nGabinete de Prensa\nNota informativa · 3 de marzo de 2025\n\nAyer se abrió un expediente. El auto describe la paliza. En una carta ofrecían 400 euros por la dirección de la jueza Elena Prado.",
        "400",
        "SINDICATO DE UJIERES DE CORNEL",
    );
}
