package io.dutybell.bench;

import io.dutybell.outside.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of Debian's package with its default settings, fsync on, on the loopback
 * interface only, in a folder that goes away with it.
 */
final class Postgres implements AutoCloseable {

  private static final String OWNER = "postgres";

  private final Path folder;
  private final int port = FreePort.next();
  private boolean closed;

  Postgres() {
    try {
      folder = Files.createTempDirectory("dutybell-bench-postgresql");
      if (isRoot()) {
        Files.setOwner(
            folder,
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("initdb", "-D", data(), "-U", OWNER, "-A", "trust", "-E", "UTF8");
    String options =
        "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder;
    if (Boolean.getBoolean("bench.profile")) {
      options +=
          " -c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.track_planning=on";
    }
    // Whoever interrupts a run leaves nothing behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    run(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options,
        "start");
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // It refuses to run as root.
      command.addAll(List.of("runuser", "-u", OWNER, "--"));
    }
    command.add(binaries().resolve(program).toString());
    command.addAll(List.of(arguments));
    // The server inherits the output, so that it must not be waited for.
    try {
      Path output = Files.createTempFile("dutybell-bench", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int status = process.waitFor();
      String text = Files.readString(output);
      Files.delete(output);
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Path binaries() {
    Path versions = Path.of("/usr/lib/postgresql");
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .sorted()
          .reduce((a, b) -> b)
          .orElseThrow(() -> new IllegalStateException("no server in " + versions));
    } catch (IOException e) {
      throw new IllegalStateException("install Debian's package postgresql first: " + e, e);
    }
  }

  /** The number of the server's first process. */
  long pid() {
    try {
      return Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String user() {
    return OWNER;
  }

  /** Runs a statement. */
  void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), OWNER, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** The number in the first row and column. */
  long number(String sql) {
    try (Connection connection = DriverManager.getConnection(url(), OWNER, "");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** A connection that is used many times. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), OWNER, "");
  }

  /** Prints what took the most time, when started for profiling. */
  void printProfile() {
    execute("create extension if not exists pg_stat_statements");
    String sql =
        "select round(total_exec_time) || '+' || round(total_plan_time) || ' ms  ' || calls || ' calls  ' || rows || ' rows  '"
            + " || left(regexp_replace(query, '\\s+', ' ', 'g'), 110)"
            + " from pg_stat_statements order by total_exec_time desc limit 25";
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        System.out.println("    " + result.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    Programs.delete(folder);
  }
}
