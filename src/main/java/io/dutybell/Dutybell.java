package io.dutybell;

import io.dutybell.clock.Clock;
import io.dutybell.clock.SteadyClock;
import java.nio.file.Path;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program: a Camel application whose routes are in folder {@code routes} and whose settings are
 * in application.properties.
 */
public final class Dutybell {

  private final Main main = new Main();
  private final Clock clock;
  private Components components;
  private Exception failure;

  /**
   * @param clock the time
   */
  Dutybell(Clock clock) {
    this.clock = clock;
    main.configure().setBasePackageScanEnabled(false);
    main.setPropertyPlaceholderLocations("file:application.properties");
    main.addMainListener(new Parts());
  }

  /** Runs until the process is told to stop. */
  public static void main(String[] args) {
    System.setProperty("vertx.disableFileCPResolving", "true");
    Thread.setDefaultUncaughtExceptionHandler(Dutybell::endWith);
    Dutybell dutybell = new Dutybell(new SteadyClock());
    try {
      dutybell.main.run(args);
    } catch (Exception e) {
      dutybell.failure = e;
    }
    if (dutybell.failure != null) {
      Logger log = LoggerFactory.getLogger(Dutybell.class);
      log.error("The start failed", dutybell.failure);
      // At the end, where people look first.
      log.error(
          "Dutybell cannot run: {}",
          StartFailure.sentence(dutybell.failure, Path.of("").toAbsolutePath()));
      // The shut-down hook of a program that is half started would wait for ever.
      Runtime.getRuntime().halt(1);
    }
  }

  /**
   * Without memory a thread may end on which everything else waits: whoever starts the process
   * starts a new one, and nothing that was acknowledged is lost.
   */
  private static void endWith(Thread thread, Throwable error) {
    LoggerFactory.getLogger(Dutybell.class).error("Thread {} ended", thread.getName(), error);
    if (error instanceof VirtualMachineError) {
      Runtime.getRuntime().halt(1);
    }
  }

  Main main() {
    return main;
  }

  Components components() {
    return components;
  }

  /**
   * Makes the parts before the routes are read, opens the doors when they run, and closes them
   * before they stop.
   */
  private final class Parts extends MainListenerSupport {

    @Override
    public void beforeConfigure(BaseMainSupport started) {
      components = new Components(started.getCamelContext(), clock);
      components.prepare();
    }

    @Override
    public void afterStart(BaseMainSupport started) {
      try {
        components.open();
      } catch (RuntimeException e) {
        // Camel only logs what goes wrong from here on.
        failure = e;
        throw e;
      }
    }

    @Override
    public void beforeStop(BaseMainSupport stopping) {
      components.closeDoors();
    }

    @Override
    public void afterStop(BaseMainSupport stopped) {
      components.close();
    }
  }
}
