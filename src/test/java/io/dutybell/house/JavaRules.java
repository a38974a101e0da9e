package io.dutybell.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** What compiled classes may use. */
final class JavaRules {

  private static final Set<String> CLOCKS =
      Set.of("now", "currentTimeMillis", "system", "systemUTC", "systemDefaultZone", "getInstance");

  private static final DescribedPredicate<JavaAccess<?>> TELLING_THE_TIME =
      DescribedPredicate.describe("that tell the time", JavaRules::tellsTheTime);

  private static final List<ArchRule> RULES =
      List.of(
          noClasses()
              .that()
              .resideOutsideOfPackage("io.dutybell.clock..")
              .should()
              .accessTargetWhere(TELLING_THE_TIME)
              .because("only package clock tells the time; everything else is given an instant"),
          noClasses()
              .that()
              .resideInAPackage("io.dutybell..")
              .and()
              .resideOutsideOfPackages("io.dutybell", "io.dutybell.api..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("org.apache.camel..")
              .because("Camel belongs to the edge: the root package and api"),
          slices().matching("io.dutybell.(*)..").should().beFreeOfCycles(),
          noClasses()
              .that()
              .resideInAPackage("io.dutybell.(*)..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.dutybell")
              .because("the root package wires the others, which know nothing of it"),
          noClasses()
              .that()
              .resideInAPackage("io.dutybell.security..")
              .should()
              .dependOnClassesThat(
                  DescribedPredicate.describe(
                      "belong to another package than security, store and clock",
                      used ->
                          used.getPackageName().startsWith("io.dutybell")
                              && !used.getPackageName()
                                  .matches("io\\.dutybell\\.(security|store|clock)(\\..*)?"))));

  private JavaRules() {}

  private static boolean tellsTheTime(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getFullName();
    String name = access.getTarget().getName();
    if (owner.equals(Date.class.getName()) && name.equals("<init>")) {
      return access.getTarget().getFullName().endsWith("<init>()");
    }
    return CLOCKS.contains(name)
        && (owner.startsWith("java.time.")
            || owner.equals(System.class.getName())
            || owner.equals(Calendar.class.getName()));
  }

  /** What is wrong in the classes below a folder, each with its source file; empty when nothing. */
  static List<String> violations(Path classes) {
    JavaClasses imported = new ClassFileImporter().importPath(classes);
    return RULES.stream()
        .map(rule -> rule.allowEmptyShould(true).evaluate(imported).getFailureReport())
        .flatMap(report -> report.getDetails().stream())
        .toList();
  }
}
