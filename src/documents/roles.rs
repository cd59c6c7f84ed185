//! Words for what people do, by which titles are told from names, places and companies.

use std::sync::LazyLock;

use super::headings;

/// Words for what people do, small and without accents. A line with one is a title rather than a name.
const ROLES: &str = "accountant accounting administrator advisor adviser advocate agent aide analyst architect artist assistant \
associate attendant attorney auditor baker banker barista bookkeeper broker buyer captain carpenter cashier caregiver ceo cfo chef chief clerk \
coach cio cmo consultant contractor controller cook coordinator coo counsel counselor cto curator dentist designer developer dietitian director dispatcher \
doctor driver editor educator electrician engineer engineering estimator evangelist executive expert facilitator fellow firefighter \
foreman founder freelancer generalist guard guide handyman head helper hostess housekeeper hr inspector installer instructor intern \
interpreter investigator janitor journalist laborer lawyer lead leader lecturer librarian linguist lifeguard machinist maker manager \
marketer mason mechanic merchandiser mentor midwife musician nanny nurse nutritionist officer operator owner paralegal paramedic partner pastor \
pharmacist photographer physician physicist physiotherapist pilot planner plumber president principal producer professional professor programmer \
promoter psychologist psychiatrist publicist receptionist recruiter registrar reporter representative researcher resident retail rep \
sales salesperson scientist secretary seller server sergeant soldier specialist stylist student superintendent supervisor surgeon surveyor \
teacher technician technologist teller tester therapist trader trainee trainer translator treasurer tutor underwriter veterinarian volunteer vp \
waiter waitress warehouse welder worker writer cleaner animator strategist scrum marketing bpo devops fullstack frontend backend \
comptable developpeur developpeuse ingenieur ingenieure directeur directrice chargee assistante stagiaire alternant responsable vendeur vendeuse \
infirmier infirmiere enseignant enseignante professeur consultante redacteur technicien technicienne chercheur serveur cuisinier boulanger \
entwickler entwicklerin ingenieurin leiter leiterin berater beraterin sachbearbeiter sachbearbeiterin mitarbeiter mitarbeiterin referent \
werkstudent werkstudentin praktikant praktikantin verkaufer verkauferin buchhalter buchhalterin lehrer lehrerin krankenpfleger krankenschwester \
pflegefachkraft kaufmann kauffrau koch baecker backer bauleiter projektleiter projektleiterin geschaftsfuhrer teamleiter fachkraft techniker mechaniker \
desarrollador desarrolladora ingeniero ingeniera contador contadora gerente director directora analista asistente vendedor vendedora profesor \
profesora enfermero enfermera disenador disenadora consultor consultora jefe jefa tecnico tecnica administrativo administrativa abogado cocinero \
desenvolvedor desenvolvedora engenheiro engenheira enfermeiro enfermeira advogado coordenador coordenadora diretor diretora estagiario estagiaria \
supervisora professora auxiliar programador programadora arquiteto arquiteta \
bartender bookseller landscaper detective realtor concierge scribe evaluator creator transporter handler screener salesman svp avp \
interventionist keyholder stocker adjuster reviewer communicator enumerator dba sdet sre \
hygienist optician optometrist statistician economist actuary geologist biologist chemist botanist ecologist mathematician archivist \
psychotherapist chiropractor stewardess bailiff magistrate \
fundraiser canvasser telemarketer copywriter blogger photojournalist videographer illustrator sculptor courier \
webmaster sysadmin pentester drafter draughtsman bricklayer mechatroniker verkaufsleiter \
cuisiniere cheffe patissier patissiere boulangere serveuse redactrice chercheuse electricien electricienne educatrice educateur \
erzieher erzieherin kochin technikerin mechanikerin elektriker elektrikerin krankenpflegerin altenpfleger altenpflegerin \
teamleiterin bauleiterin geschaftsfuhrerin sozialarbeiter sozialarbeiterin \
cocinera camarero camarera electricista arquitecto arquitecta maestra cozinheiro cozinheira eletricista advogada coordenadora";

static ROLE_WORDS: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| ROLES.split_ascii_whitespace().collect());

/// Words for what people do that mean other things in sentences.
const DOUBTFUL: &str = "engineering accounting sales retail rep marketing bpo devops fullstack frontend backend lead warehouse hr scrum student \
expert leader partner owner head principal guide fellow agent volunteer expert scribe cook guard server executive maker mentor \
resident captain chief help pilot seller trader reporter coach founder president professional graduate handler dba sre";

static DOUBTFUL_WORDS: LazyLock<std::collections::HashSet<&'static str>> =
    LazyLock::new(|| DOUBTFUL.split_ascii_whitespace().collect());

/// True for one word, small and without accents, that names somebody who does something, also in a sentence.
pub(super) fn is_role_noun(word: &str) -> bool {
    let is_listed = ROLE_WORDS.contains(word) && !DOUBTFUL_WORDS.contains(word);
    is_listed || word.len() > 8 && is_compound_role(word)
}

/// True where the line has a word for what people do.
pub(super) fn names_a_role(line: &str) -> bool {
    headings::normalize(line).split(' ').any(|word| {
        let is_listed = |word: &str| ROLE_WORDS.contains(word);
        is_listed(word) || word.strip_suffix('s').is_some_and(is_listed) || is_compound_role(word)
    })
}

/// True for the German compounds of roles ("vertriebsleiterin", "softwareentwickler").
fn is_compound_role(word: &str) -> bool {
    let stem = word.strip_suffix("in").unwrap_or(word);
    if stem.len() < word.len() && ROLE_WORDS.contains(stem) {
        return true;
    }
    let roles = [
        "leiter",
        "ingenieur",
        "entwickler",
        "berater",
        "techniker",
        "mechaniker",
        "elektroniker",
        "pfleger",
        "verkaufer",
        "manager",
        "assistent",
        "bearbeiter",
        "mitarbeiter",
        "kaufmann",
        "kauffrau",
        "fachkraft",
        "lehrer",
        "fahrer",
        "administrator",
        "architekt",
    ];
    roles.iter().any(|role| stem.len() > role.len() + 2 && stem.ends_with(role)) && !stem.ends_with("halbleiter")
}
