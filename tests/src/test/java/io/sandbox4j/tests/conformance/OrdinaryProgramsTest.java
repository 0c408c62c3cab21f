/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sandbox4j.Command;
import io.sandbox4j.Sandbox;
import io.sandbox4j.SandboxResult;
import io.sandbox4j.Source;
import io.sandbox4j.tests.setup.SandboxSuite;
import io.sandbox4j.tests.setup.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P42: tools do their ordinary work under the pure defaults, limits included. */
@SandboxSuite
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class OrdinaryProgramsTest {
  private static final List<String> PLACES =
      List.of("/usr/bin", "/usr/local/bin", "/usr/local/go/bin");

  /** The path of a tool below /usr, as the default view shows it; skips the test without one. */
  private static String tool(String name) {
    String path =
        PLACES.stream()
            .map(place -> place + "/" + name)
            .filter(file -> Files.isExecutable(Path.of(file)))
            .findFirst()
            .orElse("");
    assumeTrue(!path.isEmpty(), name + " is not installed below /usr");
    return path;
  }

  /** The sandbox is the builder's own, but for a host without a cgroup. */
  private static String out(Command command) throws InterruptedException {
    try (Sandbox box = Sandboxes.open();
        SandboxResult result = box.run(command)) {
      assertEquals(
          "Exited[status=0]",
          result.outcome().toString(),
          () -> result.stderr().text() + result.touched() + result.usage());
      return result.stdout().text();
    }
  }

  private static Command shell(String line) {
    return Command.shell("set -e; " + line);
  }

  @Test
  void p42_cc_compiles_and_its_program_runs() throws InterruptedException {
    String source =
        "#include <stdio.h>\n#include <math.h>\nint main(void){printf(\"%.3f\\n\",sqrt(2));}";
    assertEquals(
        "1.414\n",
        out(shell(tool("cc") + " -O2 -Wall -o p p.c -lm; ./p").copyIn("p.c", Source.text(source))));
  }

  @Test
  void p42_cxx_compiles_the_standard_library_and_its_program_runs() throws InterruptedException {
    String source =
        "#include <algorithm>\n#include <iostream>\n#include <map>\n#include <regex>\n"
            + "int main(){std::map<std::string,int> m{{\"b\",2},{\"a\",1}};"
            + "for(auto&[k,v]:m)if(std::regex_match(k,std::regex(\"[ab]\")))std::cout<<k<<v;}";
    assertEquals(
        "a1b2",
        out(
            shell(tool("c++") + " -std=c++17 -O2 -o p p.cc; ./p")
                .copyIn("p.cc", Source.text(source))));
  }

  @Test
  void p42_awk_counts_words() throws InterruptedException {
    String line =
        "printf 'b a b\\n' | " + tool("awk") + " '{for(i=1;i<=NF;i++)n[$i]++} END{print n[\"b\"]}'";
    assertEquals("2\n", out(shell(line)));
  }

  @Test
  void p42_python3_uses_processes_threads_sqlite_and_tls() throws InterruptedException {
    String source =
        """
        import concurrent.futures as f, multiprocessing as m, pwd, socket, sqlite3, ssl, tempfile
        if __name__ == '__main__':
            with m.Pool(2) as pool:
                squares = sum(pool.starmap(pow, [(n, 2) for n in range(100)]))
            with f.ThreadPoolExecutor(4) as threads:
                doubled = sum(threads.map(lambda n: 2 * n, range(100)))
            db = sqlite3.connect(tempfile.NamedTemporaryFile().name)
            one = db.execute('select 40 + 2').fetchone()[0]
            ssl.create_default_context()
            pwd.getpwuid(1000)
            server = socket.create_server(('127.0.0.1', 0))
            client = socket.create_connection(server.getsockname())
            client.sendall(b'hi')
            print(squares, doubled, one, server.accept()[0].recv(2).decode())
        """;
    assertEquals(
        "328350 9900 42 hi\n",
        out(Command.of(tool("python3"), "p.py").copyIn("p.py", Source.text(source))));
  }

  @Test
  void p42_java_compiles_and_runs_a_source_file() throws InterruptedException {
    String source =
        "import java.util.stream.*; public class P { public static void main(String[] a)"
            + " throws Exception { var t = new Thread(() -> System.out.print(\"t\"));"
            + " t.start(); t.join();"
            + " System.out.println(IntStream.range(0, 1000).parallel().sum()); } }";
    assertEquals(
        "t499500\n", out(Command.of(tool("java"), "P.java").copyIn("P.java", Source.text(source))));
  }

  @Test
  void p42_node_runs_workers_and_promises() throws InterruptedException {
    String source =
        "const {Worker, isMainThread, parentPort} = require('worker_threads');"
            + "if (isMainThread) { new Worker(__filename).on('message', m =>"
            + " require('fs').promises.readFile(__filename).then(f => console.log(m, f.length > 0)));"
            + "} else parentPort.postMessage('worker');";
    assertEquals(
        "worker true\n", out(Command.of(tool("node"), "p.js").copyIn("p.js", Source.text(source))));
  }

  /**
   * From an empty build cache below HOME, which is /tmp. Without the package fmt: compiling all
   * that it needs afresh takes about the ten seconds of CPU time that a run has by default.
   */
  @Test
  void p42_go_builds_and_its_program_runs() throws InterruptedException {
    String source =
        "package main\nfunc main() { c := make(chan int);"
            + " go func() { c <- 42 }(); println(<-c) }\n";
    assertEquals(
        "42\n",
        out(shell(tool("go") + " build -o p p.go; ./p 2>&1").copyIn("p.go", Source.text(source))));
  }

  @Test
  void p42_sh_has_pipes_here_documents_and_arithmetic() throws InterruptedException {
    assertEquals("42\n", out(shell("cat <<E | while read n; do echo $((n * 2)); done\n21\nE\n")));
  }

  @Test
  void p42_perl_forks_and_matches() throws InterruptedException {
    String line =
        "use POSIX; my $p = fork // die; if (!$p) { print 'c'; exit } waitpid $p, 0;"
            + " print scalar(() = 'banana' =~ /a/g), \"\\n\"";
    assertEquals("c3\n", out(Command.of(tool("perl"), "-e", line)));
  }

  @Test
  void p42_git_commits() throws InterruptedException {
    String git = tool("git");
    assertEquals(
        "one\n",
        out(
            shell(
                git
                    + " init -q .; "
                    + git
                    + " -c user.name=n -c user.email=e commit -q --allow-empty -m one; "
                    + git
                    + " log --format=%s")));
  }

  @Test
  void p42_make_builds_in_parallel() throws InterruptedException {
    String makefile = "all: a b\n\t@cat a b\n%:\n\t@echo $@ > $@\n";
    assertEquals(
        "a\nb\n",
        out(Command.of(tool("make"), "-s", "-j2").copyIn("Makefile", Source.text(makefile))));
  }
}
