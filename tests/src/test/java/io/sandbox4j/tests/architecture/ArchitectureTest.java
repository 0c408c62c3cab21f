/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.sandbox4j.tests.architecture.ProductCode.CLASSES;
import static io.sandbox4j.tests.architecture.ProductCode.classesOf;
import static io.sandbox4j.tests.architecture.ProductCode.descriptorOf;
import static io.sandbox4j.tests.architecture.ProductCode.libraryClass;
import static io.sandbox4j.tests.architecture.ProductCode.partOf;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import io.sandbox4j.tests.architecture.ProductCode.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the modules promise each other about their code. */
class ArchitectureTest {
  private static final String BINDINGS = "io.sandbox4j.internal.linux..";
  private static final Set<String> LINKING =
      Set.of(
          "java.lang.foreign.Linker",
          "java.lang.foreign.Linker$Option",
          "java.lang.foreign.SymbolLookup",
          "java.lang.foreign.FunctionDescriptor");

  @Nested
  class The_rules {
    @ParameterizedTest
    @EnumSource(Part.class)
    void saw_the_classes_of(Part part) {
      int seen = classesOf(part).size();
      assertTrue(seen >= part.fewest, () -> part + ": only " + seen + " classes");
    }

    @ParameterizedTest
    @EnumSource(value = Part.class, mode = EnumSource.Mode.EXCLUDE, names = "EXAMPLES")
    void took_each_class_for_the_module_it_is_in(Part part) {
      assertEquals(part.root, descriptorOf(part).name());
      assertEquals(
          1,
          classesOf(part).stream().map(ArchitectureTest::placeOf).distinct().count(),
          "places that the classes of " + part + " come from");
    }

    @Test
    void can_see_linking_where_it_is_allowed() {
      assertTrue(
          CLASSES.stream()
              .filter(resideInAPackage(BINDINGS))
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .anyMatch(dependency -> LINKING.contains(dependency.getTargetClass().getName())));
    }
  }

  @Nested
  class Native_code {
    @Test
    void is_linked_by_the_bindings_alone() {
      noClasses()
          .that()
          .resideOutsideOfPackage(BINDINGS)
          .should()
          .dependOnClassesThat(
              describe("link native code", type -> LINKING.contains(type.getName())))
          .check(CLASSES);
    }

    @Test
    void is_never_loaded_as_a_library() {
      noClasses()
          .should()
          .accessTargetWhere(calls(System.class, "load", "loadLibrary"))
          .check(CLASSES);
      noClasses()
          .should()
          .accessTargetWhere(calls(Runtime.class, "load", "loadLibrary"))
          .check(CLASSES);
    }

    @Test
    void memory_is_reinterpreted_by_the_bindings_alone() {
      noClasses()
          .that()
          .resideOutsideOfPackage(BINDINGS)
          .should()
          .accessTargetWhere(calls(java.lang.foreign.MemorySegment.class, "reinterpret"))
          .orShould()
          .accessTargetWhere(calls(java.lang.foreign.AddressLayout.class, "withTargetLayout"))
          .check(CLASSES);
    }
  }

  @Nested
  class Modules {
    @ParameterizedTest
    @EnumSource(Part.class)
    void reach_only_what_lower_ones_export_to(Part part) {
      List<String> trespasses =
          classesOf(part).stream()
              .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
              .filter(d -> ProductCode.within("io.sandbox4j", d.getTargetClass().getPackageName()))
              .filter(d -> !mayReach(part, d.getTargetClass()))
              .map(d -> d.getDescription())
              .toList();
      assertEquals(List.of(), trespasses);
    }

    private boolean mayReach(Part from, JavaClass target) {
      Part to = partOf(target);
      if (to == from) {
        return true;
      }
      return to.compareTo(from) < 0
          && descriptorOf(to).exports().stream()
              .filter(exported -> exported.source().equals(target.getPackageName()))
              .anyMatch(e -> !e.isQualified() || e.targets().contains(from.root));
    }
  }

  @Nested
  class Public_signatures {
    @Test
    void never_show_guava() {
      List<JavaClass> shown =
          CLASSES.stream()
              .filter(libraryClass())
              .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
              .toList();
      assertTrue(shown.size() > 50, () -> "only " + shown.size() + " public classes seen");
      assertEquals(
          "",
          shown.stream()
              .flatMap(ArchitectureTest::signatures)
              .filter(line -> line.contains(" com.google."))
              .collect(joining("\n")));
    }
  }

  @Nested
  class Library_code {
    @Test
    void prints_nothing() {
      noClasses().that(libraryClass()).should(ACCESS_STANDARD_STREAMS).check(CLASSES);
    }

    @Test
    void has_names_that_say_what_a_class_is() {
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager)").check(CLASSES);
    }

    @Test
    void says_in_every_package_that_nothing_is_null_unless_marked() {
      Set<String> packages =
          CLASSES.stream()
              .map(JavaClass::getPackageName)
              .filter(name -> !name.endsWith(".generated"))
              .collect(toSet());
      assertEquals(
          "",
          packages.stream()
              .filter(name -> !CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
              .sorted()
              .collect(joining(" ")),
          "packages without @NullMarked");
    }
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String... names) {
    return describe(
        "call " + owner.getSimpleName() + "." + String.join("/", names),
        access -> {
          AccessTarget target = access.getTarget();
          return target.getOwner().isEquivalentTo(owner)
              && Set.of(names).contains(target.getName());
        });
  }

  /** The folder or jar that a class was read from. */
  private static String placeOf(JavaClass type) {
    String uri = type.getSource().orElseThrow().getUri().toString();
    return uri.substring(0, uri.length() - type.getName().length() - ".class".length());
  }

  /**
   * A line for the class and for each visible member, with every type that a caller gets to see.
   */
  private static Stream<String> signatures(JavaClass type) {
    Stream<String> supertypes =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
            .flatMap(t -> t.getAllInvolvedRawTypes().stream())
            .map(t -> type.getName() + ": " + t.getName());
    Stream<String> members =
        type.getMembers().stream()
            .filter(ArchitectureTest::isVisible)
            .flatMap(member ->
                typesOf(member)
                    .flatMap(t -> t.getAllInvolvedRawTypes().stream())
                    .map(t -> member.getFullName() + ": " + t.getName()));
    return Stream.concat(supertypes, members);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    return member instanceof JavaCodeUnit unit
        ? Stream.concat(
            Stream.of(unit.getReturnType()),
            Stream.concat(unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()))
        : member instanceof com.tngtech.archunit.core.domain.JavaField field
            ? Stream.of(field.getType())
            : Stream.of();
  }
}
