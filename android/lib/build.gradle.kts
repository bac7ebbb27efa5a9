// Never run by this project's own build machines: see ../README.md.
import org.jetbrains.kotlin.gradle.dsl.JvmTarget

plugins {
    id("com.android.library")
}

group = "beatbook"
version = "0.1.0"

// Written by `cargo xtask android native`, never committed.
val built = rootDir.resolve(providers.gradleProperty("beatbook.target").get())

android {
    namespace = "beatbook.android"
    compileSdk = 36

    defaultConfig {
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    sourceSets {
        getByName("main") {
            // The layer for Kotlin, the generated calls, and this library, in one.
            kotlin.directories += listOf("../../bindings/kotlin/src/main/kotlin", built.resolve("bindings/kotlin").path)
            jniLibs.directories += built.resolve("android/jniLibs").path
        }
        // Tests run by Maven: they need this project's own stand-ins for androidx.test.
        getByName("test").kotlin.directories.clear()
    }
}

kotlin {
    compilerOptions {
        jvmTarget.set(JvmTarget.JVM_1_8)
    }
}

dependencies {
    // As an archive for Android it brings its own native library for each processor.
    api("net.java.dev.jna:jna:5.19.1@aar")
    // With the main thread as a dispatcher; it brings the rest of coroutines along.
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.11.0")
}

// A package without its native library would end at the first call.
val native = tasks.register("checkNative") {
    val library = built.resolve("android/jniLibs/arm64-v8a/libbeatbook.so")
    doLast { check(library.isFile) { "no $library: run `cargo xtask android native` first" } }
}
tasks.named("preBuild") { dependsOn(native) }
