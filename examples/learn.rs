use vocation::learning::embedding::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let r = Recipe::read(a[1].as_ref()).unwrap();
    let t = Teacher::read(a[2].as_ref()).unwrap();
    let s = std::time::Instant::now();
    let mut m = Trainer::new(r, &t).unwrap();
    eprintln!("{:?}", m.sizes());
    while m.step() {
        if m.steps().0 % 500 == 0 {
            let p = m.progress();
            eprintln!(
                "{:.0}s {} {:?}",
                s.elapsed().as_secs_f32(),
                p.step,
                p.sources
                    .iter()
                    .map(|x| format!("{} {:.2} {:.3}", x.0, x.1.unwrap_or(0.), x.2.unwrap_or(0.)))
                    .collect::<Vec<_>>()
            );
        }
    }
    std::fs::write(&a[3], m.trained().to_bytes()).unwrap();
}
