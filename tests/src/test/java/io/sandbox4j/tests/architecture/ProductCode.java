/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled code of the project without its tests, and which module each class belongs to. */
final class ProductCode {
  /** The modules from the lowest up; a module may know those before it. */
  enum Part {
    API("io.sandbox4j", 80),
    SECCOMP("io.sandbox4j.seccomp", 20),
    NAMESPACES("io.sandbox4j.namespaces", 10),
    APPKERNEL("io.sandbox4j.appkernel", 1),
    KVM("io.sandbox4j.kvm", 1),
    EXAMPLES("io.sandbox4j.examples", 5);

    /** Its root package, which is its module's name as well. */
    final String root;

    /** A rule that saw fewer classes of this part than these did not look at it. */
    final int fewest;

    Part(String root, int fewest) {
      this.root = root;
      this.fewest = fewest;
    }

    boolean isLibrary() {
      return this != EXAMPLES;
    }
  }

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.sandbox4j");

  private static final Map<Part, ModuleDescriptor> DESCRIPTORS = new ConcurrentHashMap<>();

  private ProductCode() {}

  /** The part with the longest root package that holds the class. */
  static Part partOf(JavaClass type) {
    Part found = Part.API;
    for (Part part : Part.values()) {
      if (within(part.root, type.getPackageName()) && part.root.length() > found.root.length()) {
        found = part;
      }
    }
    return found;
  }

  static List<JavaClass> classesOf(Part part) {
    return CLASSES.stream().filter(type -> partOf(type) == part).toList();
  }

  static DescribedPredicate<JavaClass> libraryClass() {
    return DescribedPredicate.describe("class of the library", type -> partOf(type).isLibrary());
  }

  static boolean within(String root, String packageName) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  /** The module-info of a library part, read from beside one of its classes. */
  static ModuleDescriptor descriptorOf(Part part) {
    return DESCRIPTORS.computeIfAbsent(part, ProductCode::readDescriptor);
  }

  private static ModuleDescriptor readDescriptor(Part part) {
    JavaClass witness = classesOf(part).getFirst();
    String uri = witness.getSource().orElseThrow().getUri().toString();
    String base = uri.substring(0, uri.length() - witness.getName().length() - ".class".length());
    try (InputStream in = URI.create(base + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("no module-info beside " + uri, e);
    }
  }
}
