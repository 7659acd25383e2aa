package dev.lifeline.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The packages depend on each other in one direction. */
class ArchitectureTest {

    @Test
    void packages_have_no_cycles() {
        var classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.lifeline.cli");
        slices().matching("dev.lifeline.(**)").should().beFreeOfCycles().check(classes);
    }
}
