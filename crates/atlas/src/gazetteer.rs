//! The table of places, made of the data files when it is first asked for, and sorted by folded names.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fold::fold;
use crate::window::smallest_arc;

/// How large a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A country.
    Country,
    /// A state, province or department: the first level below a country.
    Region,
    /// A city, town or village.
    Town,
}

/// What a place is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Names {
    /// In English.
    pub english: &'static str,
    /// In Spanish.
    pub spanish: &'static str,
}

/// A part of the Earth, in degrees; `east` is more than 180 where it lies across the date line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// From here eastward, −180 to 180.
    pub west: f64,
    /// To here, at least `west`.
    pub east: f64,
    /// The southern edge.
    pub south: f64,
    /// The northern edge.
    pub north: f64,
}

/// A place that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// How large it is.
    pub kind: Kind,
    /// What it is called.
    pub names: Names,
    /// The region that a town lies in, where it is known.
    pub region: Option<Names>,
    /// The country that it lies in, or is.
    pub country: Names,
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// What there is of it, or of the region that a town lies in.
    pub reach: Reach,
    /// Another place of this name may be meant.
    pub is_doubtful: bool,
}

/// A row of the table.
pub(crate) struct Entry {
    pub kind: Kind,
    pub names: Names,
    pub country: u16,
    /// Of a region or a town: its number, which no other region of any country has.
    pub region: Option<u16>,
    pub longitude: f64,
    pub latitude: f64,
    pub thousands: u32,
    pub reach: Reach,
}

/// Where a name may stand: alone, or only behind another place, as "TX" in "Dallas, TX".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Alone,
    Behind,
}

/// All places, and their names in order.
pub(crate) struct Gazetteer {
    pub entries: Vec<Entry>,
    keys: Vec<(String, u32, Stand)>,
    countries: Vec<Names>,
    regions: Vec<Names>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::of(
        include_str!("../data/countries.txt"),
        include_str!("../data/names.txt"),
        include_str!("../data/places.txt"),
    )
});

/// Country, region (or none), place (or none): what a line of `names.txt` speaks of.
type Address = (&'static str, &'static str, &'static str);

/// A line of `names.txt`.
struct Renamed {
    names: Names,
    others: Vec<&'static str>,
    behind: Vec<&'static str>,
}

impl Gazetteer {
    /// The one that is compiled in.
    pub fn get() -> &'static Self {
        &GAZETTEER
    }

    fn of(countries: &'static str, names: &'static str, places: &'static str) -> Self {
        let mut made = Gazetteer {
            entries: Vec::new(),
            keys: Vec::new(),
            countries: Vec::new(),
            regions: Vec::new(),
        };
        let renamed = renamed(names);
        let mut numbers = HashMap::new();
        for line in countries.lines() {
            let fields: Vec<&'static str> = line.split('|').collect();
            let [code, english, spanish, ref others @ ..] = fields[..] else {
                continue;
            };
            numbers.insert(code, made.countries.len());
            let names = Names { english, spanish };
            made.countries.push(names);
            let row = made.heading(Kind::Country, names, numbers[code], None);
            made.add_keys(row, names, &listed(others.first()), Stand::Alone);
        }
        let mut heading = None;
        for line in places.lines() {
            if let Some((code, region)) = line.strip_prefix('@').and_then(|l| l.split_once('|')) {
                heading = numbers
                    .get(code)
                    .map(|&country| (code, country, made.region(code, region, country, &renamed)));
            } else if let Some((code, country, region)) = &heading {
                made.town(line, code, *country, *region, &renamed);
            }
        }
        made.reach_out();
        made.keys.sort_unstable();
        made.keys.dedup();
        made
    }

    fn heading(&mut self, kind: Kind, names: Names, country: usize, region: Option<u16>) -> u32 {
        let nowhere = Reach {
            west: 0.0,
            east: 0.0,
            south: 0.0,
            north: 0.0,
        };
        self.entries.push(Entry {
            kind,
            names,
            country: country as u16,
            region,
            longitude: 0.0,
            latitude: 0.0,
            thousands: 0,
            reach: nowhere,
        });
        self.entries.len() as u32 - 1
    }

    fn region(
        &mut self,
        code: &'static str,
        name: &'static str,
        country: usize,
        renamed: &HashMap<Address, Renamed>,
    ) -> Option<(u16, &'static str)> {
        if name.is_empty() {
            return None;
        }
        let number = self.regions.len() as u16;
        let own = renamed.get(&(code, name, ""));
        let names = own.map_or(both(name), |own| own.names);
        self.regions.push(names);
        let row = self.heading(Kind::Region, names, country, Some(number));
        self.add_keys(row, names, &[name], Stand::Alone);
        if let Some(own) = own {
            self.add_keys(row, names, &own.others, Stand::Alone);
            self.add_keys(row, names, &own.behind, Stand::Behind);
        }
        Some((number, name))
    }

    fn town(
        &mut self,
        line: &'static str,
        code: &'static str,
        country: usize,
        region: Option<(u16, &'static str)>,
        renamed: &HashMap<Address, Renamed>,
    ) {
        let fields: Vec<&'static str> = line.split('|').collect();
        let [name, longitude, latitude, thousands, ref others @ ..] = fields[..] else {
            return;
        };
        let (Ok(longitude), Ok(latitude)) = (longitude.parse(), latitude.parse()) else {
            return;
        };
        let at = region.map_or("", |(_, region)| region);
        let own = renamed
            .get(&(code, at, name))
            .or_else(|| renamed.get(&(code, "", name)));
        let names = own.map_or(both(name), |own| own.names);
        let row = self.heading(Kind::Town, names, country, region.map(|(number, _)| number));
        let entry = &mut self.entries[row as usize];
        (entry.longitude, entry.latitude) = (longitude, latitude);
        entry.thousands = thousands.parse().unwrap_or(0);
        self.add_keys(row, names, &[name], Stand::Alone);
        self.add_keys(row, names, &listed(others.first()), Stand::Alone);
        if let Some(own) = own {
            self.add_keys(row, names, &own.others, Stand::Alone);
        }
    }

    fn add_keys(&mut self, row: u32, names: Names, others: &[&str], stand: Stand) {
        let own = [names.english, names.spanish];
        let own = own.iter().filter(|_| stand == Stand::Alone);
        for key in own.chain(others).map(|name| fold(name)) {
            if !key.is_empty() {
                self.keys.push((key, row, stand));
            }
        }
    }

    /// Countries and regions lie where their towns are, and reach as far as most of their people live.
    fn reach_out(&mut self) {
        let mut towns: HashMap<(u16, Option<u16>), Vec<usize>> = HashMap::new();
        let is_town = |&row: &usize| self.entries[row].kind == Kind::Town;
        for row in (0..self.entries.len()).filter(is_town) {
            let entry = &self.entries[row];
            towns.entry((entry.country, None)).or_default().push(row);
            if entry.region.is_some() {
                let key = (entry.country, entry.region);
                towns.entry(key).or_default().push(row);
            }
        }
        let lands: HashMap<_, Land> = towns
            .into_iter()
            .map(|(key, towns)| (key, land_of(&self.entries, towns)))
            .collect();
        for entry in &mut self.entries {
            let Some(land) = lands.get(&(entry.country, entry.region)) else {
                continue;
            };
            entry.reach = land.reach;
            if entry.kind != Kind::Town {
                (entry.longitude, entry.latitude) = land.middle;
                entry.thousands = land.thousands;
            }
        }
    }

    /// Rows with this folded name; with `behind`, also those that it names only behind another place.
    pub fn rows(&self, folded: &str, behind: bool) -> Vec<u32> {
        let first = self.keys.partition_point(|(key, _, _)| &**key < folded);
        let same = self.keys[first..]
            .iter()
            .take_while(|(key, _, _)| key == folded);
        let mut rows: Vec<u32> = same
            .filter(|(_, _, stand)| behind || *stand == Stand::Alone)
            .map(|&(_, row, _)| row)
            .collect();
        rows.dedup();
        rows
    }

    /// A row as it is given out.
    pub fn place(&self, row: u32, is_doubtful: bool) -> Place {
        let entry = &self.entries[row as usize];
        let region = entry.region.filter(|_| entry.kind == Kind::Town);
        Place {
            kind: entry.kind,
            names: entry.names,
            region: region.map(|region| self.regions[usize::from(region)]),
            country: self.countries[usize::from(entry.country)],
            longitude: entry.longitude,
            latitude: entry.latitude,
            reach: entry.reach,
            is_doubtful,
        }
    }
}

fn both(name: &'static str) -> Names {
    Names {
        english: name,
        spanish: name,
    }
}

fn listed(others: Option<&&'static str>) -> Vec<&'static str> {
    let others = others.copied().unwrap_or_default();
    others
        .split(',')
        .filter(|other| !other.is_empty())
        .collect()
}

fn renamed(names: &'static str) -> HashMap<Address, Renamed> {
    let mut made = HashMap::new();
    let (mut country, mut region) = ("", "");
    for line in names.lines().filter(|line| !line.starts_with('#')) {
        let heading = line.strip_prefix('@');
        let fields: Vec<&'static str> = heading.unwrap_or(line).split('|').collect();
        let rest = match (heading, &fields[..]) {
            (Some(_), [code, rest @ ..]) => {
                (country, region) = (code, rest.first().copied().unwrap_or_default());
                rest
            }
            (_, all) => all,
        };
        let [name, english, spanish, others @ ..] = rest else {
            continue;
        };
        let place = if heading.is_some() { "" } else { name };
        let renamed = Renamed {
            names: Names { english, spanish },
            others: listed(others.first()),
            behind: listed(others.get(1)),
        };
        made.insert((country, region, place), renamed);
    }
    made
}

/// A country or region, as its towns show it.
struct Land {
    reach: Reach,
    middle: (f64, f64),
    thousands: u32,
}

/// Where 19 of 20 of those who live in these towns are to be found, and where they are on average.
fn land_of(entries: &[Entry], mut towns: Vec<usize>) -> Land {
    towns.sort_by_key(|&town| std::cmp::Reverse(entries[town].thousands));
    let weight = |town: &usize| f64::from(entries[*town].thousands) + 1.0;
    let all: f64 = towns.iter().map(weight).sum();
    let thousands = towns.iter().map(|&town| entries[town].thousands);
    let thousands = thousands.fold(0, u32::saturating_add);
    let mut met = 0.0;
    towns.retain(|town| {
        let is_of_most = met * 20.0 < all * 19.0;
        met += weight(town);
        is_of_most
    });
    let longitudes = towns.iter().map(|&town| (entries[town].longitude, 0.0));
    let (west, length) = smallest_arc(longitudes).unwrap_or((0.0, 360.0));
    let latitudes = || towns.iter().map(|&town| entries[town].latitude);
    let most: f64 = towns.iter().map(weight).sum();
    let average = |of: &dyn Fn(&Entry) -> f64| {
        let weighed = towns.iter().map(|town| of(&entries[*town]) * weight(town));
        weighed.sum::<f64>() / most
    };
    let east_of_edge = average(&|town| (town.longitude - west).rem_euclid(360.0));
    Land {
        reach: Reach {
            west,
            east: west + length,
            south: latitudes().fold(90.0, f64::min),
            north: latitudes().fold(-90.0, f64::max),
        },
        middle: (wrapped(west + east_of_edge), average(&|town| town.latitude)),
        thousands,
    }
}

/// The same longitude between −180 and 180.
pub(crate) fn wrapped(longitude: f64) -> f64 {
    (longitude + 180.0).rem_euclid(360.0) - 180.0
}
