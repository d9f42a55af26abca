//! The core of the join on one thread, laid out to be counted in instructions by `.ci/instructions`.
//!
//! Everything is made before counting begins: a fixed country and fixed points. Valgrind counts while [`counted`] runs,
//! which holds no closures, for those would carry its name, and of the jobs does the one that the first argument names.
//! One pool of this very thread does the work, for counting follows one thread.

use std::hint::black_box;

use schoolreach::LonLat;
use schoolreach::generate::{CountryPlan, country, random_points};
use schoolreach::locate::RegionIndex;
use schoolreach::table::{Outlines, Placement};

const SEED: u64 = 11;
const SNAP_M: f64 = 1_500.0;

type Positions = [Option<LonLat>];

/// The jobs, in the order of the baseline.
const JOBS: [&str; 4] = ["build", "random", "sorted", "snap"];

fn main() {
    // `cargo bench` passes arguments of its own: then every job is done once.
    let asked = std::env::args().find(|argument| JOBS.contains(&argument.as_str()));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build();
    pool.expect("one thread").install(|| {
        let world = World::make();
        for job in JOBS {
            if asked.as_deref().is_none_or(|asked| asked == job) {
                counted(&world, job);
            }
        }
    });
}

struct World {
    outlines: Outlines,
    index: RegionIndex,
    random: Vec<Option<LonLat>>,
    sorted: Vec<Option<LonLat>>,
    off_coast: Vec<Option<LonLat>>,
}

impl World {
    fn make() -> Self {
        let plan = CountryPlan {
            seed: SEED,
            n_schools: 0,
            n_adm2: 600,
            n_adm1: 6,
            ..CountryPlan::default()
        };
        let country = country(&plan).expect("possible sizes");
        let outlines = country.levels[1].outlines.clone();
        let index = RegionIndex::build(&outlines).with_grid();
        let random = random_points(&outlines, 10_000, SEED);
        let random: Vec<_> = random.into_iter().map(Some).collect();
        let off_coast = off_coast(&outlines, &index, 1_000);
        // What is laid out when it is first asked for is laid out now.
        black_box(index.locate(&random, SNAP_M));
        black_box(index.locate(&off_coast, SNAP_M));
        Self {
            sorted: sorted(&random),
            outlines,
            index,
            random,
            off_coast,
        }
    }
}

#[inline(never)]
fn counted(world: &World, job: &str) {
    match job {
        "build" => drop(black_box(RegionIndex::build(&world.outlines).with_grid())),
        "random" => drop(black_box(world.index.locate(&world.random, SNAP_M))),
        "sorted" => drop(black_box(world.index.locate(&world.sorted, SNAP_M))),
        _ => drop(black_box(world.index.locate(&world.off_coast, SNAP_M))),
    }
}

/// The points from south to north in rows of a tenth of a degree, each from west to east.
fn sorted(points: &Positions) -> Vec<Option<LonLat>> {
    let mut sorted: Vec<LonLat> = points.iter().flatten().copied().collect();
    sorted.sort_by(|a, b| {
        let row = |point: &LonLat| (point.lat_deg() * 10.0).floor();
        row(a)
            .total_cmp(&row(b))
            .then(a.lon_deg().total_cmp(&b.lon_deg()))
    });
    sorted.into_iter().map(Some).collect()
}

/// Points near vertices that no region holds and one is near enough to.
fn off_coast(outlines: &Outlines, index: &RegionIndex, n: usize) -> Vec<Option<LonLat>> {
    let rings = (0..outlines.n_rings()).map(|ring| outlines.ring(ring));
    let near = rings
        .flatten()
        .map(|[lon, lat]| LonLat::new(lon + 0.003, lat - 0.004).ok());
    let is_snapped = |point: &Option<LonLat>| {
        let located = point.map(|point| index.locate_one(point, SNAP_M).placement);
        located == Some(Placement::Snapped)
    };
    let points: Vec<_> = near.filter(is_snapped).take(n).collect();
    assert_eq!(points.len(), n, "the country has coast enough");
    points
}
