/*
 * Copyright 2026 The Sandbox4J Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.sandbox4j.tests.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sandbox4j.Sandbox;
import io.sandbox4j.namespaces.Cgroup;
import io.sandbox4j.seccomp.Seccomp;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines, layers and filters are found on the class path and on the module path alike. */
class DiscoveryTest {
  @ParameterizedTest
  @ValueSource(classes = {Sandbox.class, Seccomp.class, Cgroup.class})
  void module_info_and_meta_inf_services_say_the_same(Class<?> of) throws Exception {
    Path place = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    var module = ModuleFinder.of(place).findAll().iterator().next();
    Set<ModuleDescriptor.Provides> provides = module.descriptor().provides();
    assertFalse(provides.isEmpty());
    try (var files = module.open()) {
      Set<String> listed =
          files
              .list()
              .filter(name -> name.startsWith("META-INF/services/io."))
              .map(name -> name.substring("META-INF/services/".length()))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          provides.stream()
              .map(ModuleDescriptor.Provides::service)
              .collect(Collectors.toCollection(TreeSet::new)),
          listed);
      for (ModuleDescriptor.Provides service : provides) {
        String text;
        try (var in = files.open("META-INF/services/" + service.service()).orElseThrow()) {
          text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertAll(
            service.service(),
            () ->
                assertEquals(
                    new TreeSet<>(service.providers()),
                    text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .collect(Collectors.toCollection(TreeSet::new))));
      }
    }
  }
}
