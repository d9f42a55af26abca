//! Schools and what their measurements show in, statuses by the first rule of evidence out.

use crate::table::{Schools, Status, StatusSource};

/// Schools that a measurement shows to be connected, by the status that their rows gave them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overruled {
    /// Connected.
    pub were_connected: u64,
    /// Not connected.
    pub were_not_connected: u64,
    /// Unknown.
    pub were_unknown: u64,
}

/// Makes every school connected that a measurement shows to be so, whatever its rows say.
pub fn take_evidence(schools: &mut Schools, is_connected: &[bool]) -> Overruled {
    let mut overruled = Overruled::default();
    let statuses = schools.status.iter_mut().zip(&mut schools.status_source);
    for ((status, source), _) in statuses.zip(is_connected).filter(|(_, is)| **is) {
        match status {
            Status::Connected => overruled.were_connected += 1,
            Status::NotConnected => overruled.were_not_connected += 1,
            Status::Unknown => overruled.were_unknown += 1,
        }
        *status = Status::Connected;
        *source = StatusSource::Measured;
    }
    overruled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_goes_before_what_rows_say() {
        let mut schools = Schools {
            status: vec![Status::NotConnected, Status::Unknown, Status::NotConnected],
            status_source: vec![StatusSource::Declared; 3],
            ..Schools::default()
        };
        let overruled = take_evidence(&mut schools, &[true, true, false]);
        assert_eq!(
            (overruled.were_not_connected, overruled.were_unknown),
            (1, 1)
        );
        assert_eq!(schools.status[..2], [Status::Connected; 2]);
        assert_eq!(schools.status_source[2], StatusSource::Declared);
    }
}
