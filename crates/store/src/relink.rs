//! The index and what incidents hold, made anew from what is sealed in the reports.

use std::collections::HashMap;

use crate::check;
use crate::copy::{Cell, Cells, Pages};
use crate::db::{Read, execute};
use crate::link::{self, Bearer, Incident, enter, incident, write_incidents};
use crate::{Keys, StoreError};

/// Writes the index and the incidents anew, from what is sealed in the reports, but for what incidents have become: nothing else
/// tells that. A report whose trace does not open will be read anew.
pub(crate) async fn rebuild(read: &mut Read, keys: &Keys) -> Result<(), StoreError> {
    execute!(read, "DELETE FROM trace")?;
    execute!(read, "DELETE FROM incident WHERE became IS NULL")?;
    let (table, columns) = check::picked("report", &["place", "incident", "id", "key", "trace"]);
    let mut pages = Pages::of(table, columns);
    let mut incidents: HashMap<i64, Incident> = HashMap::new();
    loop {
        let rows = pages.next(read).await?;
        if rows.is_empty() {
            break;
        }
        let mut entries = Vec::new();
        for (place, name, cells) in rows.into_iter().filter_map(linked) {
            let Ok(trace) = link::open(keys, &cells) else {
                execute!(
                    read,
                    "UPDATE report SET reading = NULL, trace = NULL, incident = NULL WHERE place = $1",
                    place
                )?;
                continue;
            };
            let empty = incident((name, 0, 0));
            let one = incidents.entry(name).or_insert(empty);
            one.reports += 1;
            one.telling += u64::from(trace.tells);
            entries.extend(trace.tags.iter().map(|&tag| Bearer {
                tag,
                report: place as u64,
                incident: name as u64,
            }));
        }
        enter(read, &entries).await?;
    }
    let incidents: Vec<Incident> = incidents.into_values().collect();
    write_incidents(read, &incidents).await
}

/// Of a report that has a trace: its place, its incident; its id, key and trace.
fn linked(cells: Cells) -> Option<(i64, i64, [Vec<u8>; 3])> {
    let mut cells = cells.into_iter();
    let (Some(Cell::Int(place)), Some(Cell::Int(incident))) = (cells.next(), cells.next()) else {
        return None;
    };
    let mut sealed = cells.filter_map(Cell::into_bytes);
    let sealed = [sealed.next()?, sealed.next()?, sealed.next()?];
    Some((place, incident, sealed))
}
