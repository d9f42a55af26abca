//! One function per command: a plan from the arguments, one call of the library, the outcome told.

use std::io::{Stdout, Write};
use std::path::Path;
use std::process::ExitCode;

use schoolreach::Error;
use schoolreach::generate::CountryPlan;
use schoolreach::pipeline::{self, DEMO_INPUT, NearOutcome, Picture, Timing};

use crate::args::{
    Args, CheckArgs, Command, DemoArgs, FoldArgs, GenerateArgs, NearArgs, PictureArgs, RunArgs,
};
use crate::progress::Bar;
use crate::talk;
use crate::{bench, columns, measurement_talk, near_talk, picture_talk, quality_talk};

/// The exit status of a run that is done, but had to refuse rows under `--strict`.
const REFUSED: u8 = 3;

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    match &args.command {
        Command::Run(args) => run_command(args),
        Command::Fold(args) => fold_command(args),
        Command::Check(args) => check_command(args),
        Command::Near(args) => near_command(args),
        Command::Picture(args) => picture_command(args),
        Command::Columns(args) => columns::command(args),
        #[cfg(feature = "view")]
        Command::View(args) => crate::view::command(args),
        Command::Demo(args) => demo_command(args),
        Command::Generate(args) => generate_command(args),
        Command::Bench(args) => bench::command(args),
    }
}

fn run_command(args: &RunArgs) -> Result<ExitCode, Error> {
    let plan = args.plan()?;
    if let Some(path) = &args.output.timings {
        write_timings(path, &[])?;
    }
    let outcome = pipeline::run(&plan, &args.output.out, &Bar::new(args.how.quiet))?;
    say(
        args.how.quiet,
        &talk::summary(&outcome, Some(&args.output.out)),
    );
    if let Some(path) = &args.output.timings {
        write_timings(path, &outcome.timings)?;
    }
    Ok(code(outcome.n_refused, args.how.strict))
}

fn fold_command(args: &FoldArgs) -> Result<ExitCode, Error> {
    let outcome = pipeline::fold(&args.plan()?, &args.out, &Bar::new(args.how.quiet))?;
    say(
        args.how.quiet,
        &measurement_talk::folded(&outcome, &args.out),
    );
    Ok(code(outcome.n_refused, args.how.strict))
}

fn check_command(args: &CheckArgs) -> Result<ExitCode, Error> {
    if args.checks.list_checks {
        return print_with(|out| out.write_all(quality_talk::list().as_bytes()))
            .map(|()| ExitCode::SUCCESS);
    }
    let plan = args.plan()?;
    let outcome = pipeline::check(&plan, args.out.as_deref(), &Bar::new(args.how.quiet))?;
    say(
        args.how.quiet,
        &quality_talk::summary(&outcome, args.out.as_deref()),
    );
    let n_refused = outcome.intake.n_refused;
    Ok(code(
        n_refused + outcome.quality.rows_failed,
        args.how.strict,
    ))
}

fn near_command(args: &NearArgs) -> Result<ExitCode, Error> {
    let (plan, question) = (args.plan()?, args.question());
    let outcome = pipeline::near(&plan, &question, &Bar::new(args.how.quiet))?;
    let rows = match &args.out {
        Some(path) => Some((outcome.save(path)?, path.as_path())),
        None => None,
    };
    say(
        args.how.quiet,
        &near_talk::summary(&outcome, &question, rows),
    );
    if args.out.is_none() {
        print(&outcome)?;
    }
    let n_refused = outcome.schools.n_refused + outcome.n_rows_refused;
    Ok(code(n_refused, args.how.strict))
}

/// The answers on standard output.
fn print(outcome: &NearOutcome) -> Result<(), Error> {
    print_with(|out| outcome.write(out).map(|_| ()))
}

/// Writes to standard output. A reader that has seen enough is no reason to fail.
pub(crate) fn print_with(
    write: impl FnOnce(&mut Stdout) -> std::io::Result<()>,
) -> Result<(), Error> {
    let mut out = std::io::stdout();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Io {
            action: "write to",
            path: "standard output".into(),
            source: error,
        }),
        _ => Ok(()),
    }
}

fn picture_command(args: &PictureArgs) -> Result<ExitCode, Error> {
    if let Some(path) = &args.out {
        Picture::check_name(path)?;
    }
    let picture = pipeline::picture(&args.plan(), &Bar::new(args.quiet))?;
    match &args.out {
        Some(path) => {
            picture.save(path)?;
            say(args.quiet, &picture_talk::summary(&picture, path));
        }
        None => print_with(|out| out.write_all(picture.svg.as_bytes()))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn demo_command(args: &DemoArgs) -> Result<ExitCode, Error> {
    let threads = args.how.threads.map(usize::from);
    let outcome = pipeline::demo(&args.out, threads, &Bar::new(args.how.quiet))?;
    say(args.how.quiet, &talk::summary(&outcome, Some(&args.out)));
    let input = args.out.join(DEMO_INPUT);
    let next = format!(
        "\nThe country that was made is in {0}. The same run by hand:\n  schoolreach run --schools {1} \
         --regions adm1={2} --regions adm2={3} --out result\n",
        input.display(),
        input.join("schools.csv").display(),
        input.join("adm1.geojson").display(),
        input.join("adm2.geojson").display()
    );
    say(args.how.quiet, &next);
    Ok(code(outcome.n_refused, args.how.strict))
}

fn generate_command(args: &GenerateArgs) -> Result<ExitCode, Error> {
    let bar = Bar::new(args.how.quiet);
    let files = match &args.over {
        Some(outlines) => {
            pipeline::generate_over(outlines, args.schools, args.seed, &args.out, &bar)?
        }
        None => pipeline::generate(&country_plan(args), &args.out, &bar)?,
    };
    say(args.how.quiet, &talk::files(&files, &args.out));
    Ok(ExitCode::SUCCESS)
}

fn country_plan(args: &GenerateArgs) -> CountryPlan {
    CountryPlan {
        seed: args.seed,
        n_schools: args.schools,
        n_adm1: args.adm1,
        n_adm2: args.adm2,
        dirty_share: args.dirty,
        n_measurements: args.measurements,
        measurement_unit: args.measurement_unit,
        ..CountryPlan::default()
    }
}

pub(crate) fn code(n_refused: u64, strict: bool) -> ExitCode {
    if strict && n_refused > 0 {
        ExitCode::from(REFUSED)
    } else {
        ExitCode::SUCCESS
    }
}

/// Talks on standard error; that it is closed is no reason to fail.
pub(crate) fn say(quiet: bool, text: &str) {
    if !quiet {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Writes how long each phase took; without phases, to see before a run that it can be written.
fn write_timings(path: &Path, timings: &[Timing]) -> Result<(), Error> {
    let phases: serde_json::Map<String, serde_json::Value> = timings
        .iter()
        .map(|timing| (timing.phase.clone(), timing.duration.as_secs_f64().into()))
        .collect();
    let text = format!("{:#}\n", serde_json::json!({ "seconds": phases }));
    std::fs::write(path, text).map_err(|source| Error::Io {
        action: "write",
        path: path.to_owned(),
        source,
    })
}
