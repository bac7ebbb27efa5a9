// Never run by this project's own build machines: see README.md. Versions of Kotlin, coroutines and JNA are those of the poms, as the
// suite `hygiene` sees to.
buildscript {
    dependencies {
        // Android's plugin compiles Kotlin by itself from version 9 on, with an older compiler unless it is told of this one.
        classpath("org.jetbrains.kotlin:kotlin-gradle-plugin:2.4.21")
    }
}

plugins {
    id("com.android.library") version "9.2.1" apply false
    id("com.android.application") version "9.2.1" apply false
}
