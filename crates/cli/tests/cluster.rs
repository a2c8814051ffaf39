//! `cluster` and `count --cluster`: a scheduler and executors as processes of their own on the
//! loopback address. What the generator drew is what must be found.

mod support;

#[cfg(not(feature = "cluster"))]
#[test]
fn a_build_without_clusters_says_which_feature_has_them() {
    use support::{err, firstyear};

    for member in [&["cluster", "scheduler"][..], &["cluster", "executor"]] {
        let refused = firstyear(member);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains("built without the feature cluster"), "{}", err(&refused));
    }
}

#[cfg(all(feature = "cluster", unix))]
mod running {
    use std::fs;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};

    use tempfile::TempDir;

    use super::support::{err, firstyear, folder, hangup, root};

    const LONG: Duration = Duration::from_secs(100);

    /// The least that a scheduler takes.
    const TIMEOUT: &str = "10";

    /// A process whose words are kept; killed when it is dropped.
    struct Running {
        child: Child,
        said: Arc<Mutex<String>>,
        listening: Option<std::thread::JoinHandle<()>>,
    }

    impl Running {
        fn start(args: &[&str]) -> Self {
            Self::of(Command::new(env!("CARGO_BIN_EXE_firstyear")).args(args))
        }

        fn of(command: &mut Command) -> Self {
            let mut child = command
                .current_dir(root())
                .env("NO_COLOR", "1")
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts");
            let said = Arc::new(Mutex::new(String::new()));
            let (lines, kept) = (child.stderr.take().expect("a pipe"), Arc::clone(&said));
            let listening = std::thread::spawn(move || {
                for line in BufReader::new(lines).lines().map_while(Result::ok) {
                    let mut kept = kept.lock().unwrap();
                    kept.push_str(&line);
                    kept.push('\n');
                }
            });
            Self { child, said, listening: Some(listening) }
        }

        fn said(&self) -> String {
            self.said.lock().unwrap().clone()
        }

        /// Waits for words; what came with them on their line, behind them.
        #[track_caller]
        fn wait_for(&self, words: &str) -> String {
            let begun = Instant::now();
            while begun.elapsed() < LONG {
                let said = self.said();
                if let Some((_, rest)) = said.split_once(words)
                    && let Some((line, _)) = rest.split_once('\n')
                {
                    return line.to_owned();
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            panic!("not said: {words}\n{}", self.said());
        }

        fn signal(&self, name: &str) {
            let (signal, id) = (format!("-{name}"), self.child.id().to_string());
            let sent = Command::new("kill").args([&signal, &id]).status();
            assert!(sent.expect("kill runs").success());
        }

        /// The exit code with all that was said.
        #[track_caller]
        fn ended(mut self) -> (Option<i32>, String) {
            let begun = Instant::now();
            while begun.elapsed() < LONG {
                if let Some(status) = self.child.try_wait().expect("a child") {
                    self.listening.take().map(std::thread::JoinHandle::join);
                    return (status.code(), self.said());
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            panic!("does not end: {}", self.said());
        }

        fn kill(mut self) {
            self.child.kill().expect("a child");
            self.child.wait().expect("a child");
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    /// Births in a folder, and a cluster of a scheduler and two executors that counts them.
    struct Cluster {
        folder: TempDir,
        url: String,
        scheduler: Running,
        executors: Vec<Running>,
    }

    impl Cluster {
        fn new(keys: &[&str]) -> Self {
            let folder = folder();
            let births = ["simulate", "births", "--births", "60000", "--format", "parquet"];
            let made = firstyear(&[&births[..], &["--out", text(folder.path())]].concat());
            assert_eq!(made.status.code(), Some(0), "{}", err(&made));
            fs::create_dir(folder.path().join("work")).unwrap();
            let scheduler = scheduler("127.0.0.1:0", keys);
            let url = scheduler.wait_for("scheduler ready at ");
            let mut cluster = Self { folder, url, scheduler, executors: Vec::new() };
            cluster.executors = vec![cluster.executor(keys), cluster.executor(keys)];
            for executor in &cluster.executors {
                executor.wait_for("executor ready at ");
            }
            cluster
        }

        fn executor(&self, keys: &[&str]) -> Running {
            let work = self.path("work");
            let asked = ["cluster", "executor", "--scheduler", &self.url, "--threads", "1"];
            Running::start(&[&asked[..], &["--work-dir", &work], keys].concat())
        }

        /// The folders of executors for what they make.
        fn folders(&self) -> Vec<PathBuf> {
            let found = fs::read_dir(self.path("work")).unwrap();
            found.map(|entry| entry.unwrap().path()).collect()
        }

        fn asking<'a>(&'a self, spec: &'a str, out: &'a str, keys: &[&'a str]) -> Vec<&'a str> {
            let asked = ["count", spec, "--out", out, "--cluster", &self.url, "--threads", "4"];
            [&asked[..], keys].concat()
        }

        fn path(&self, name: &str) -> String {
            text(&self.folder.path().join(name)).to_owned()
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.folder.path().join(name)).unwrap()
        }

        /// Begins a count over earlier output, and waits until a stage of it is done.
        fn begun(&self, stages: &str) -> Running {
            let (spec, out) = (self.path("count-period.json"), self.path("counts.csv"));
            fs::write(&out, "earlier").unwrap();
            let count = Running::start(&self.asking(&spec, &out, &[]));
            self.scheduler.wait_for(&format!(": {stages} of "));
            count
        }
    }

    fn scheduler(bind: &str, keys: &[&str]) -> Running {
        let asked = ["cluster", "scheduler", "--bind", bind, "--executor-timeout", TIMEOUT];
        Running::start(&[&asked[..], keys].concat())
    }

    fn text(path: &Path) -> &str {
        path.to_str().expect("a name in UTF-8")
    }

    #[test]
    fn a_cluster_gives_the_bytes_of_one_process() {
        let mut cluster = Cluster::new(&[]);
        for basis in ["cohort", "period"] {
            let spec = cluster.path(&format!("count-{basis}.json"));
            let (there, here) = (cluster.path("there.csv"), cluster.path("here.csv"));
            let counted = firstyear(&cluster.asking(&spec, &there, &[]));
            assert_eq!(counted.status.code(), Some(0), "{}", err(&counted));
            assert!(err(&counted).contains("note: the cluster counts, its first job is "));
            assert_eq!(firstyear(&["count", &spec, "--out", &here]).status.code(), Some(0));
            assert_eq!(cluster.read("there.csv"), cluster.read("here.csv"), "{basis}");
            assert_eq!(cluster.read("there.csv"), cluster.read(&format!("truth-{basis}.csv")));
            let [there, here] = ["there", "here"].map(|name| {
                let text = cluster.read(&format!("{name}.report.json"));
                let (report, plan) = text.split_once("\"plan\"").expect("a plan");
                (report.to_owned(), plan.to_owned())
            });
            assert_eq!(there.0, here.0, "the reports differ in more than the plan");
            assert!(there.1.contains("DistributedQueryExec"));
        }
        // Damaged records are told as in one process, and no value of them.
        let births = cluster.folder.path().join("births.parquet");
        let mut torn = fs::read(&births).unwrap();
        let (from, to) = (torn.len() / 3, torn.len() / 2);
        torn[from..to].fill(0x55);
        fs::write(&births, torn).unwrap();
        let (spec, out) = (cluster.path("count-cohort.json"), cluster.path("torn.csv"));
        let ended = firstyear(&cluster.asking(&spec, &out, &[]));
        assert_eq!(ended.status.code(), Some(1), "{}", err(&ended));
        assert!(err(&ended).contains("row group 1 of 1 is damaged"), "{}", err(&ended));
        assert!(!Path::new(&out).exists());

        // Members that are ended in any way sign off, and leave nothing of what they made.
        assert_eq!(cluster.folders().len(), 2);
        for (executor, signal) in cluster.executors.drain(..).zip(["INT", hangup()]) {
            let at = executor.wait_for("executor ready at ");
            let (at, _) = at.split_once(',').expect("an address");
            executor.signal(signal);
            assert_eq!(executor.ended().0, Some(130), "{signal}");
            cluster.scheduler.wait_for(&format!("note: executor {at} has left"));
        }
        assert_eq!(cluster.folders(), Vec::<PathBuf>::new());
        cluster.scheduler.signal("TERM");
        let (code, said) = cluster.scheduler.ended();
        assert_eq!(code, Some(130));
        assert!(!said.contains("is lost"), "{said}");
    }

    /// One that is ended while it counts does not wait to be missed. When it is ended is up to
    /// the machine: between two jobs there is nothing to be counted again.
    #[test]
    fn an_executor_that_is_ended_under_way_signs_off() {
        let mut cluster = Cluster::new(&[]);
        for _ in 0..10 {
            let count = cluster.begun("1");
            let executor = cluster.executors.remove(0);
            executor.signal("TERM");
            assert_eq!(executor.ended().0, Some(130));
            assert_eq!(cluster.folders().len(), 1);
            cluster.executors.push(cluster.executor(&[]));
            let (code, said) = count.ended();
            assert_eq!(code, Some(0), "{said}");
            assert_eq!(cluster.read("counts.csv"), cluster.read("truth-period.csv"));
            let all = cluster.scheduler.said();
            assert!(all.contains(" has left") && !all.contains("is lost"), "{all}");
            if said.contains("warning: an executor was lost while it counted, ") {
                assert!(said.contains(": this step is counted again from its start, try 2 of 3"));
                return;
            }
        }
        panic!("no executor was ever ended within a job");
    }

    /// Others do the work of one that has lost its folder.
    #[test]
    fn an_executor_whose_folder_is_removed_ends() {
        let mut cluster = Cluster::new(&[]);
        let count = cluster.begun("1");
        // At once, and not file by file while it is written to.
        fs::rename(&cluster.folders()[0], cluster.path("removed")).unwrap();
        let (code, said) = count.ended();
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(cluster.read("counts.csv"), cluster.read("truth-period.csv"));
        cluster.scheduler.wait_for(" has left");
        let is_over = |running: &mut Running| running.child.try_wait().unwrap().is_some();
        let begun = Instant::now();
        let mut at = None;
        while at.is_none() && begun.elapsed() < LONG {
            std::thread::sleep(Duration::from_millis(10));
            at = cluster.executors.iter_mut().position(is_over);
        }
        let (code, said) = cluster.executors.remove(at.expect("one ends")).ended();
        assert_eq!(code, Some(4), "{said}");
        assert!(said.contains("it was removed"), "{said}");
        assert_eq!(cluster.folders().len(), 1);
    }

    /// The disk is full where a file may not grow: no other disk is needed for it.
    #[test]
    fn a_full_disk_of_an_executor_is_told_and_nothing_written() {
        let mut cluster = Cluster::new(&[]);
        cluster.executors.drain(..).for_each(|executor| {
            executor.signal("TERM");
            executor.ended();
        });
        let bound = "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"";
        let mut bounded = Command::new("sh");
        bounded.args(["-c", bound, env!("CARGO_BIN_EXE_firstyear"), "cluster", "executor"]);
        bounded.args(["--threads", "1", "--scheduler", &cluster.url]);
        bounded.args(["--work-dir", &cluster.path("work")]);
        let executor = Running::of(&mut bounded);
        executor.wait_for("executor ready at ");
        let (spec, out) = (cluster.path("count-period.json"), cluster.path("counts.csv"));
        fs::write(&out, "earlier").unwrap();
        let ended = firstyear(&cluster.asking(&spec, &out, &[]));
        assert_eq!(ended.status.code(), Some(4), "{}", err(&ended));
        assert!(err(&ended).contains("the disk of an executor is full"), "{}", err(&ended));
        assert_eq!(cluster.read("counts.csv"), "earlier");
        executor.signal("TERM");
        assert_eq!(executor.ended().0, Some(130));
        assert_eq!(cluster.folders(), Vec::<PathBuf>::new());
    }

    /// Late, so that what it made for other stages is lost with it.
    #[test]
    fn a_count_that_loses_an_executor_is_the_same() {
        let mut cluster = Cluster::new(&[]);
        let count = cluster.begun("3");
        cluster.executors.remove(0).kill();
        let (code, said) = count.ended();
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(cluster.read("counts.csv"), cluster.read("truth-period.csv"));
        cluster.scheduler.wait_for("warning: executor 127.0.0.1:");
    }

    #[test]
    fn a_count_that_loses_all_executors_ends_and_writes_nothing() {
        let mut cluster = Cluster::new(&[]);
        let count = cluster.begun("1");
        cluster.executors.drain(..).for_each(Running::kill);
        let (code, said) = count.ended();
        assert_eq!(code, Some(4), "{said}");
        assert!(said.contains("warning: the cluster has no executor: waiting for one"), "{said}");
        assert!(said.contains("error: the cluster has no executor: start executors"), "{said}");
        assert_eq!(cluster.read("counts.csv"), "earlier");
    }

    #[test]
    fn a_scheduler_that_is_started_again_gets_its_executors_back() {
        let mut cluster = Cluster::new(&[]);
        let count = cluster.begun("1");
        let bind = cluster.url.trim_start_matches("http://").to_owned();
        cluster.scheduler.child.kill().unwrap();
        cluster.scheduler.child.wait().unwrap();
        let (code, said) = count.ended();
        assert_eq!(code, Some(4), "{said}");
        assert!(said.contains("went away while it counted: what it held of this count is lost"));
        assert_eq!(cluster.read("counts.csv"), "earlier");

        for executor in &cluster.executors {
            executor.wait_for("the scheduler does not answer");
        }
        cluster.scheduler = scheduler(&bind, &[]);
        for executor in &cluster.executors {
            executor.wait_for("the scheduler answers again");
        }
        // Whoever does not wait for a count any more calls it off.
        let count = cluster.begun("1");
        count.signal("INT");
        assert_eq!(count.ended().0, Some(130));
        assert_eq!(cluster.read("counts.csv"), "earlier");
        cluster.scheduler.wait_for(" was called off");

        let (spec, out) = (cluster.path("count-period.json"), cluster.path("counts.csv"));
        let counted = firstyear(&cluster.asking(&spec, &out, &[]));
        assert_eq!(counted.status.code(), Some(0), "{}", err(&counted));
        assert_eq!(cluster.read("counts.csv"), cluster.read("truth-period.csv"));
    }

    #[test]
    fn members_with_keys_take_only_their_likes() {
        let keys = |name: &str| {
            let at = root().join("crates/cli/tests/keys");
            let files = [format!("{name}.pem"), format!("{name}.key"), "authority.pem".to_owned()];
            files.map(|file| text(&at.join(file)).to_owned())
        };
        let [cert, key, ca] = keys("member");
        let member = ["--tls-cert", &cert, "--tls-key", &key, "--tls-ca", &ca];
        let cluster = Cluster::new(&member);
        assert!(cluster.url.starts_with("https://127.0.0.1:"), "{}", cluster.url);
        let (spec, out) = (cluster.path("count-cohort.json"), cluster.path("counts.csv"));
        let counted = firstyear(&cluster.asking(&spec, &out, &member));
        assert_eq!(counted.status.code(), Some(0), "{}", err(&counted));
        assert_eq!(cluster.read("counts.csv"), cluster.read("truth-cohort.csv"));

        let [cert, key, ca] = keys("stranger");
        let stranger = ["--tls-cert", &cert, "--tls-key", &key, "--tls-ca", &ca];
        let refused = firstyear(&cluster.asking(&spec, &out, &stranger));
        assert_eq!(refused.status.code(), Some(4), "{}", err(&refused));
        assert!(err(&refused).contains("does not answer"), "{}", err(&refused));
        let open = cluster.url.replace("https", "http");
        let refused = firstyear(&["count", &spec, "--cluster", &open]);
        assert_eq!(refused.status.code(), Some(4), "{}", err(&refused));
        let executor = ["cluster", "executor", "--scheduler", &cluster.url];
        let (code, said) = Running::start(&[&executor[..], &stranger].concat()).ended();
        assert_eq!(code, Some(4), "{said}");
        let nowhere = [&executor[..], &["--bind", "0.0.0.0:0"], &member].concat();
        let refused = firstyear(&nowhere);
        assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
        assert!(err(&refused).contains("--advertise"), "{}", err(&refused));
    }

    /// What answers with something else is told from what does not answer.
    #[test]
    fn something_else_than_a_scheduler_is_told() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for mut asked in listener.incoming().map_while(Result::ok) {
                let _ = asked.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            }
        });
        let folder = folder();
        let made =
            firstyear(&["simulate", "births", "--births", "10", "--out", text(folder.path())]);
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        let spec = folder.path().join("count-cohort.json");
        for asked in [
            &["count", text(&spec), "--cluster", &url][..],
            &["cluster", "executor", "--scheduler", &url],
        ] {
            let refused = firstyear(asked);
            assert_eq!(refused.status.code(), Some(4), "{}", err(&refused));
            assert!(err(&refused).contains("is no scheduler of this program"), "{}", err(&refused));
        }
    }

    /// Other machines have the engine alone, which does not read it.
    #[test]
    fn a_cluster_is_not_asked_for_files_that_it_cannot_read() {
        let folder = folder();
        let scheduler = scheduler("127.0.0.1:0", &[]);
        let url = scheduler.wait_for("scheduler ready at ");
        let births = ["simulate", "births", "--births", "10", "--format", "csv", "--out"];
        let made = firstyear(&[&births[..], &[text(folder.path())]].concat());
        assert_eq!(made.status.code(), Some(0), "{}", err(&made));
        let spec = folder.path().join("count-cohort.json");
        let packed = fs::read_to_string(&spec).unwrap().replace("births.csv", "births.csv.gz");
        fs::write(&spec, packed).unwrap();
        let file = fs::File::create(folder.path().join("births.csv.gz")).unwrap();
        let mut packing = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        packing.write_all(&fs::read(folder.path().join("births.csv")).unwrap()).unwrap();
        packing.finish().unwrap();
        let refused = firstyear(&["count", text(&spec), "--cluster", &url]);
        assert_eq!(refused.status.code(), Some(4), "{}", err(&refused));
        let says =
            "`births.csv.gz` cannot be taken: a cluster reads Parquet, CSV that is not packed";
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }

    #[test]
    fn nothing_is_open_to_other_machines() {
        let keys = root().join("crates/cli/tests/keys");
        let (cert, key) = (keys.join("member.pem"), keys.join("stranger.key"));
        let (cert, key) = (text(&cert), text(&key));
        let foreign = ["--tls-cert", cert, "--tls-key", key, "--tls-ca", cert];
        for (asked, code, says) in [
            (&["cluster", "scheduler", "--bind", "0.0.0.0:0"][..], 2, "can be reached from other"),
            (&["cluster", "executor", "--bind", "0.0.0.0:0"], 2, "can be reached from other"),
            (&["cluster", "executor", "--scheduler", "http://10.0.0.1:1"], 2, "is another machine"),
            (&["cluster", "executor", "--scheduler", "https://10.0.0.1:1"], 2, "needs --tls-cert"),
            (&["cluster", "executor", "--advertise", "a:1"], 2, "no name or address of a machine"),
            (&["cluster", "executor", "--work-dir", "/no/folder"], 4, "there is no such folder"),
            (&["cluster", "scheduler", "--tls-cert", cert], 2, "--tls-key"),
            (&["cluster", "scheduler", "--executor-timeout", "1"], 2, "10..=86400"),
            (&[&["cluster", "scheduler"][..], &foreign].concat(), 4, "is not the key of"),
        ] {
            let refused = firstyear(asked);
            assert_eq!(refused.status.code(), Some(code), "{asked:?}: {}", err(&refused));
            assert!(err(&refused).contains(says), "{asked:?}: {}", err(&refused));
        }
        let cluster = folder();
        let made =
            firstyear(&["simulate", "births", "--births", "100", "--out", text(cluster.path())]);
        assert_eq!(made.status.code(), Some(0));
        let spec = cluster.path().join("count-cohort.json");
        for (url, code, says) in [
            ("http://births.example.org", 2, "is another machine"),
            ("http://127.0.0.1:1", 4, "does not answer: is it started"),
        ] {
            let refused = firstyear(&["count", text(&spec), "--cluster", url]);
            assert_eq!(refused.status.code(), Some(code), "{}", err(&refused));
            assert!(err(&refused).contains(says), "{}", err(&refused));
        }
    }
}
