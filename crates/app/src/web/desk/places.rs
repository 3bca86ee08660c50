//! The places that an incident's claims name, on a map that is drawn here: nobody outside learns which places somebody looks at.

use atlas::{Anchor, Map, Place, Size, Spot};

use super::page::Lang;

const SIZE: Size = Size {
    width: 760,
    height: 420,
};

/// Where an incident is.
pub struct Places {
    pub map: Option<Map>,
    pub known: Vec<Known>,
    /// Places that no gazetteer knows, with the claims that name them.
    pub unknown: Vec<(String, Vec<String>)>,
}

/// A place that is on the map.
pub struct Known {
    pub name: String,
    /// Region and country.
    pub within: String,
    /// Another place of this name may be meant.
    pub is_doubtful: bool,
    pub claims: Vec<String>,
}

/// A place with the claims that name it.
struct Named {
    place: Place,
    claims: Vec<String>,
}

impl Places {
    pub fn of(named: Vec<(String, Vec<String>)>, lang: Lang) -> Self {
        let phrases: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        let found = atlas::find_all(&phrases);
        let (mut known, mut unknown): (Vec<Named>, Vec<_>) = (Vec::new(), Vec::new());
        for (phrase, places) in named.into_iter().zip(found) {
            if places.is_empty() {
                unknown.push(phrase);
                continue;
            }
            for place in places {
                let same = |one: &&mut Named| {
                    one.place.names == place.names && one.place.country == place.country
                };
                match known.iter_mut().find(same) {
                    Some(one) => one.claims.extend(phrase.1.iter().cloned()),
                    None => known.push(Named {
                        place,
                        claims: phrase.1.clone(),
                    }),
                }
            }
        }
        let name = |names: atlas::Names| match lang {
            Lang::En => names.english,
            Lang::Es => names.spanish,
        };
        let spots: Vec<Spot<'_>> = (known.iter())
            .map(|one| Spot {
                place: one.place,
                label: name(one.place.names),
            })
            .collect();
        let map = atlas::map(&spots, SIZE);
        let known = known.into_iter().map(|one| {
            let own = name(one.place.names);
            let mut within: Vec<&str> = one.place.region.map(name).into_iter().collect();
            within.push(name(one.place.country));
            within.retain(|part| *part != own);
            Known {
                name: own.to_owned(),
                within: within.join(", "),
                is_doubtful: one.place.is_doubtful,
                claims: one.claims,
            }
        });
        Places {
            map,
            known: known.collect(),
            unknown,
        }
    }
}

/// How SVG says on which side of a point a text is.
pub fn anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}
