//! A school's adm1 and remoteness in, what its row says about its connection out.

use super::random::{Draws, Topic};
use crate::table::{Answer, Status};

/// How well connected an adm1 is, and how well that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Profile {
    connected_share: f64,
    known_share: f64,
}

/// Well connected, middling, badly connected, and little known.
const PROFILES: [[f64; 2]; 4] = [[0.93, 0.96], [0.6, 0.9], [0.22, 0.93], [0.55, 0.28]];
/// What remoteness takes from the probability of a connection, for each cell of distance to the next town.
const LOSS_PER_CELL: f64 = 0.16;

/// A profile for each adm1: the four kinds in turn, in random order.
pub(super) fn profiles(seed: u64, n_adm1: usize) -> Vec<Profile> {
    let mut draws = Draws::new(seed, Topic::Profiles, 0);
    let mut profiles: Vec<Profile> = PROFILES
        .into_iter()
        .cycle()
        .take(n_adm1)
        .map(|[connected, known]| Profile {
            connected_share: connected + draws.between(-0.06, 0.06),
            known_share: known + draws.between(-0.04, 0.04),
        })
        .collect();
    draws.shuffle(&mut profiles);
    profiles
}

/// What a row says about a school's connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// The text of `connectivity_govt`.
    pub(super) govt_text: &'static str,
    /// What that text means.
    pub(super) govt: Answer,
    /// Whether `connectivity_RT` is `Yes`; `No` only means that nobody measures.
    pub(super) is_monitored: bool,
    /// `download_speed_govt` in tenths of a Mbit/s, where given.
    pub(super) speed_tenths: Option<usize>,
}

impl Evidence {
    /// Draws the evidence for one school.
    pub(super) fn draw(profile: Profile, remoteness: u8, draws: &mut Draws) -> Self {
        let distance = f64::from(remoteness.min(5));
        let is_connected = draws.chance(profile.connected_share * (1.0 - LOSS_PER_CELL * distance));
        let is_known = draws.chance(profile.known_share * (1.0 - 0.03 * distance));
        let monitored_share = if is_known { 0.35 } else { 0.06 };
        let is_monitored = draws.chance(monitored_share) && is_connected;
        let speed_tenths = drawn_speed(is_known, is_connected, draws);
        let (govt_text, govt) = match (is_known, is_connected) {
            (true, true) => ("yes", Answer::Yes),
            (true, false) => ("no", Answer::No),
            (false, _) => (draws.word(&["", "", "Unknown"]), Answer::None),
        };
        Self {
            govt_text,
            govt,
            is_monitored,
            speed_tenths,
        }
    }

    /// The same with another text that gives no answer.
    pub(super) fn without_answer(self, govt_text: &'static str) -> Self {
        Self {
            govt_text,
            govt: Answer::None,
            ..self
        }
    }

    /// The status that the evidence gives: a measurement before a declaration before a speed.
    pub(super) fn status(self) -> Status {
        match (self.is_monitored, self.govt, self.speed_tenths) {
            (false, Answer::No, _) | (false, Answer::None, Some(0)) => Status::NotConnected,
            (true, _, _) | (false, Answer::Yes, _) | (false, Answer::None, Some(_)) => {
                Status::Connected
            }
            (false, Answer::None, None) => Status::Unknown,
        }
    }
}

/// A declared speed: for a third of the schools known to be connected, and 0 for a few of the others.
fn drawn_speed(is_known: bool, is_connected: bool, draws: &mut Draws) -> Option<usize> {
    let is_given = draws.chance(if is_connected { 0.33 } else { 0.05 });
    let tenths = 10 + draws.below(60) * draws.below(30);
    (is_given && is_known).then_some(if is_connected { tenths } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known_and_connected(profile: Profile, remoteness: u8) -> [usize; 2] {
        let mut draws = Draws::new(1, Topic::School, 0);
        let statuses = (0..4_000).map(|_| Evidence::draw(profile, remoteness, &mut draws).status());
        statuses.fold([0, 0], |[known, connected], status| match status {
            Status::Connected => [known + 1, connected + 1],
            Status::NotConnected => [known + 1, connected],
            Status::Unknown => [known, connected],
        })
    }

    #[test]
    fn the_map_shows_a_pattern() {
        let [good, middling, bad, little_known] =
            PROFILES.map(|[connected_share, known_share]| Profile {
                connected_share,
                known_share,
            });
        let share = |[known, connected]: [usize; 2]| connected * 100 / known;
        assert!(share(known_and_connected(good, 0)) > 85);
        assert!(share(known_and_connected(bad, 0)) < 35);
        assert!(known_and_connected(little_known, 0)[0] < 2_000);
        let [near, far] = [0, 4].map(|remoteness| share(known_and_connected(middling, remoteness)));
        assert!(near > far + 20, "{near} {far}");
    }
}
