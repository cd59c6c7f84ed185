//! `vocation learn`.

use std::io::Write;
use std::path::Path;

use vocation::learning::embedding::Progress;
use vocation::learning::embedding::Recipe;
use vocation::learning::embedding::Source;
use vocation::learning::embedding::Teacher;
use vocation::learning::embedding::Trainer;
use vocation::learning::linking;
use vocation::learning::sources::Downloads;
use vocation::linking::Linker;
use vocation::linking::Taxonomy;

use super::Failure;
use super::arguments::LearnLinking;
use super::arguments::Learning;
use super::learn_weights;
use super::model;
use super::output;
use super::training::LearnEmbedding;
use super::training::LearnPairs;

/// Trains what is asked for.
pub(super) fn run(asked: &Learning) -> Result<(), Failure> {
    match asked {
        Learning::Embedding(asked) => embedding(asked),
        Learning::Weights(asked) => learn_weights::run(asked),
        Learning::Linking(asked) => link(asked),
        Learning::Pairs(asked) => pairs(asked),
    }
}

/// Trains an embedding model; a checkpoint beside the output is written at every line of progress.
fn embedding(asked: &LearnEmbedding) -> Result<(), Failure> {
    let mut recipe = asked.recipe.as_deref().map_or_else(|| Ok(Recipe::default()), Recipe::read)?;
    recipe.sources.extend(asked.pairs.iter().cloned().map(Source::new));
    recipe.steps = asked.steps.unwrap_or(recipe.steps);
    recipe.seed = asked.seed.unwrap_or(recipe.seed);
    let lessons = recipe.lessons.iter().flat_map(|lesson| [lesson.texts.as_path(), lesson.vectors.as_path()]);
    let sources = recipe.sources.iter().map(|source| source.file.as_path());
    output::check_apart(&asked.output, sources.chain(lessons).chain(asked.recipe.as_deref()))?;
    let checkpoint = asked.output.with_extension("checkpoint");
    if checkpoint == asked.output {
        return Err(Failure::Usage(format!(
            "{}: that is what the checkpoint is called; name the model otherwise, as a rule NAME.bin",
            checkpoint.display()
        )));
    }
    if !asked.resume && checkpoint.exists() {
        return Err(Failure::Usage(format!(
            "{} is there, of a training that was broken off; say --resume to go on from it, or delete it",
            checkpoint.display()
        )));
    }
    let mut errors = std::io::stderr();
    let mut trainer = Trainer::new(recipe, &Teacher::read(&asked.teacher)?)?;
    let (texts, tokens, silent) = trainer.sizes();
    writeln!(errors, "{texts} texts; {tokens} tokens with a row, {silent} silent words")?;
    if asked.resume {
        trainer.resume(&checkpoint)?;
        writeln!(errors, "going on after batch {}", trainer.steps().0)?;
    }
    while trainer.step() {
        let (step, steps) = trainer.steps();
        if step.is_multiple_of(asked.every as usize) || step == steps {
            tell(&trainer.progress(), steps, &mut errors)?;
            if step < steps {
                trainer.save(&checkpoint)?;
            }
        }
    }
    let bytes = trainer.trained().to_bytes();
    write_whole(&asked.output, &bytes)
        .map_err(|error| Failure::NoAnswer(format!("{}: {error}", asked.output.display())))?;
    // The model is written: what it could be made again from is no longer needed.
    let _ = std::fs::remove_file(&checkpoint);
    let size = bytes.len();
    writeln!(std::io::stdout(), "{} written: {tokens} tokens, {size} bytes", asked.output.display())?;
    Ok(())
}

/// One line: the batch, and by source the mean loss and the score of the held-out pairs.
fn tell(progress: &Progress, steps: usize, errors: &mut impl Write) -> Result<(), Failure> {
    write!(errors, "batch {} of {steps}, loss / held-out reciprocal rank:", progress.step)?;
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    for (name, loss, held_out) in &progress.sources {
        write!(errors, " {name} {} / {}", number(*loss), number(*held_out))?;
    }
    writeln!(errors)?;
    Ok(())
}

/// Writes a file under another name first, so that it is whole or not there.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let part = path.with_extension("part");
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, path)
}

/// Writes the pair files that the downloads give, once all of them could be read, and says how many groups each has.
fn pairs(asked: &LearnPairs) -> Result<(), Failure> {
    let LearnPairs { output, esco, onet, skillskape, titles } = asked;
    let (esco, onet, skillskape, titles) = (esco.clone(), onet.clone(), skillskape.clone(), titles.clone());
    let files = Downloads { esco, onet, skillskape, titles }.pair_files()?;
    let unwritten = |path: &Path, error| Failure::NoAnswer(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(output).map_err(|error| unwritten(output, error))?;
    let mut out = std::io::stdout().lock();
    for file in files {
        let path = output.join(format!("{}.tsv", file.name()));
        let mut bytes = Vec::new();
        file.write(&mut bytes)?;
        write_whole(&path, &bytes).map_err(|error| unwritten(&path, error))?;
        writeln!(out, "{}: {} groups", path.display(), file.groups().len())?;
    }
    Ok(())
}

/// Learns the weights of linking, says how well they rank, and writes them.
fn link(asked: &LearnLinking) -> Result<(), Failure> {
    let judgments = asked.judgments.iter().map(AsRef::as_ref);
    output::check_apart(&asked.output, judgments.chain([asked.taxonomy.as_path()]))?;
    let files = asked.judgments.iter().map(|path| linking::read(path)).collect::<Result<Vec<_>, _>>()?;
    let linker = Linker::new(Taxonomy::read(&asked.taxonomy)?, model::embedder(&asked.model)?)?;
    let learned = linking::learn(&linker, &files)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "mean reciprocal rank of the first right label: before, learned without the text, learned with it")?;
    for (path, measured) in asked.judgments.iter().zip(&learned.files) {
        writeln!(
            out,
            "  {:.3}  {:.3}  {:.3}  {} texts of {}",
            measured.before,
            measured.held_out,
            measured.learned,
            measured.judgments,
            path.display()
        )?;
    }
    std::fs::write(&asked.output, linking::table(&learned.weights)).map_err(|error| {
        Failure::NoAnswer(format!("{}: {error}; name a file that can be written", asked.output.display()))
    })?;
    writeln!(out, "weights written to {}", asked.output.display())?;
    Ok(())
}
