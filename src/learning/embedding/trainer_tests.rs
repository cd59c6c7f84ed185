use std::path::PathBuf;

use safetensors::tensor::Dtype;
use safetensors::tensor::TensorView;

use super::super::recipe::Lesson;
use super::super::recipe::Source;
use super::super::vocabulary::Sizes;
use super::*;
use crate::embedding::Vector;
use crate::embedding::save_npy;

/// Kinds of work that mean the same, in words that have nothing in common.
const KINDS: [&str; 8] = [
    "welder\tjoiner of metal\tfusing hand",
    "baker\tmaker of bread\toven hand",
    "sailor\tdeckhand\tmember of a crew",
    "tutor\tteacher at home\tcoach for pupils",
    "tailor\tmaker of suits\tneedle hand",
    "courier\tcarrier of parcels\tdelivery rider",
    "barber\tcutter of hair\tbeard trimmer",
    "usher\tguide to seats\ttheater attendant",
];

struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    /// A folder with a teacher of random rows and a pair file.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut pieces: Vec<String> = ["[PAD]", "[UNK]"].map(str::to_owned).to_vec();
        for word in KINDS.join(" ").split_whitespace() {
            if !pieces.iter().any(|piece| piece == word) {
                pieces.push(word.to_owned());
            }
        }
        pieces.extend(["quiet".to_owned(), "##er".to_owned()]);
        let mut chance = fastrand::Rng::with_seed(7);
        let values: Vec<u8> = (0..pieces.len() * 12).flat_map(|_| (chance.f32() - 0.5).to_le_bytes()).collect();
        let tensor = TensorView::new(Dtype::F32, vec![pieces.len(), 12], &values).unwrap();
        let bytes = safetensors::serialize([("embeddings.word_embeddings.weight", tensor)], None).unwrap();
        std::fs::write(folder.path().join("model.safetensors"), bytes).unwrap();
        std::fs::write(folder.path().join("vocab.txt"), pieces.join("\n")).unwrap();
        std::fs::write(folder.path().join("kinds.tsv"), KINDS.join("\n")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn recipe(&self) -> Recipe {
        Recipe {
            dimension: 8,
            steps: 60,
            batch: 6,
            held_out: 0.0,
            buckets: 64,
            vocabulary: Sizes { texts_a_word: 1, merges: 10, ..Sizes::default() },
            sources: vec![Source::new(self.path("kinds.tsv"))],
            ..Recipe::default()
        }
    }

    fn trainer(&self, recipe: Recipe) -> Trainer {
        Trainer::new(recipe, &Teacher::read(self.folder.path()).unwrap()).unwrap()
    }
}

fn trained(mut trainer: Trainer) -> Vec<u8> {
    while trainer.step() {}
    trainer.trained().to_bytes()
}

#[test]
fn what_belongs_together_comes_together() {
    let workshop = Workshop::new();
    let mean = |bytes: &[u8]| {
        let model = StaticModel::from_bytes(bytes).unwrap();
        let near = |line: &str| {
            let texts: Vec<Vector> = line.split('\t').map(|text| model.vector(text).unwrap()).collect();
            texts[0].dot(&texts[1])
        };
        KINDS.iter().map(|line| near(line)).sum::<f32>() / 8.0
    };
    let before = mean(&workshop.trainer(workshop.recipe()).trained().to_bytes());
    let longer = Recipe { steps: 500, rate: 0.03, ..workshop.recipe() };
    let after = mean(&trained(workshop.trainer(longer)));
    assert!(before < 0.4 && after > 0.8, "{before} {after}");
}

#[test]
fn the_same_recipe_gives_the_same_bytes_on_any_number_of_threads() {
    let workshop = Workshop::new();
    let with_threads = |count: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        pool.install(|| trained(workshop.trainer(workshop.recipe())))
    };
    let one = with_threads(1);
    assert_eq!(one, with_threads(3));
    assert_ne!(one, trained(workshop.trainer(Recipe { seed: 2, ..workshop.recipe() })));
}

#[test]
fn a_broken_off_training_goes_on_as_if_it_had_not_been() {
    let workshop = Workshop::new();
    let whole = trained(workshop.trainer(workshop.recipe()));
    let mut first = workshop.trainer(workshop.recipe());
    for _ in 0..53 {
        first.step();
    }
    let path = workshop.path("half.checkpoint");
    first.save(&path).unwrap();
    let mut second = workshop.trainer(workshop.recipe());
    second.resume(&path).unwrap();
    assert_eq!(second.steps().0, 53);
    assert_eq!(trained(second), whole);
    let mut other = workshop.trainer(Recipe { seed: 9, ..workshop.recipe() });
    assert!(other.resume(&path).unwrap_err().to_string().contains("another recipe"));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(other.resume(&path).unwrap_err().to_string().contains("checksum"));
}

#[test]
fn held_out_groups_are_scored_and_not_learned_from() {
    let workshop = Workshop::new();
    let mut trainer = workshop.trainer(Recipe { held_out: 0.5, ..workshop.recipe() });
    while trainer.step() {}
    let progress = trainer.progress();
    let (name, loss, score) = &progress.sources[0];
    assert_eq!((name.as_str(), progress.step), ("kinds", 60));
    assert!(loss.is_some() && score.is_some_and(|score| (0.0..=1.0).contains(&score)));
    assert_eq!(trainer.progress().sources[0].1, None, "asked again, no batch since");
}

#[test]
fn a_lesson_makes_texts_see_each_other_as_the_teacher_does() {
    let workshop = Workshop::new();
    let texts = ["welder", "baker", "sailor", "tutor", "tailor", "courier"];
    std::fs::write(workshop.path("texts.txt"), texts.join("\n")).unwrap();
    let taught = |at: usize| Vector::new(&[f32::from(u8::from(at < 3)), f32::from(u8::from(at >= 3)), 0.1]);
    let vectors: Vec<Option<Vector>> = (0..6).map(taught).collect();
    save_npy(&workshop.path("texts.npy"), 3, &vectors).unwrap();
    let lesson = Lesson {
        texts: workshop.path("texts.txt"),
        vectors: workshop.path("texts.npy"),
        weight: 9.0,
        temperature: None,
        taught_temperature: 0.1,
    };
    let recipe = Recipe { lessons: vec![lesson], dropout: 0.0, steps: 200, ..workshop.recipe() };
    let model = StaticModel::from_bytes(&trained(workshop.trainer(recipe))).unwrap();
    let near = |left: &str, right: &str| model.vector(left).unwrap().dot(&model.vector(right).unwrap());
    assert!(near("welder", "sailor") > near("welder", "tutor") + 0.3);
}

#[test]
fn what_cannot_be_trained_is_said() {
    let workshop = Workshop::new();
    let teacher = Teacher::read(workshop.folder.path()).unwrap();
    let problem = |recipe| Trainer::new(recipe, &teacher).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(problem(Recipe { sources: Vec::new(), ..workshop.recipe() }).contains("no source"));
    assert!(problem(Recipe { dimension: 13, ..workshop.recipe() }).contains("fewer than the 13"));
    std::fs::write(workshop.path("kinds.tsv"), "welder\tjoiner\nbaker\n").unwrap();
    assert!(problem(workshop.recipe()).contains("kinds.tsv, line 2: one text only"));
    std::fs::write(workshop.path("model.safetensors"), [0_u8; 40]).unwrap();
    assert!(Teacher::read(workshop.folder.path()).is_err());
}
