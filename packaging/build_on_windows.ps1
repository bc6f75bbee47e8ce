# build_on_windows.ps1 OUT: the program and its installer, made on a 64-bit Windows 10 or 11.
#
#     powershell -ExecutionPolicy Bypass -File packaging\build_on_windows.ps1 OUT
#
# Needs python.org's CPython 3.11.9 (64-bit, with the launcher py; the last 3.11 that has an installer
# for Windows), NSIS 3.11 or later (what earlier ones make has holes in its temporary folder, known
# from public reports) and the network.
# Leaves in OUT (better a short path, such as C:\cds) the setup, its SHA-256 and the list of what is
# in it; all else is in OUT\work and made anew. Signs where a certificate is given: see sign.py.
# Only ASCII here: PowerShell 5.1 reads a script without a mark of its encoding in the PC's code page.
#Requires -Version 5.1
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [string] $Out
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
# PowerShell 7 would pass the quotes below in another way than 5.1 does.
$PSNativeCommandArgumentPassing = 'Legacy'

# Run a program and go on only if it says that all went well.
function Invoke-Checked {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

$NSISNeeded = [version] '3.11'

function Find-NSIS {
    $known = Get-Command -Name 'makensis.exe' -CommandType Application -ErrorAction SilentlyContinue
    if ($known) {
        return @($known)[0].Source
    }
    foreach ($folder in @(${env:ProgramFiles(x86)}, $env:ProgramFiles)) {
        if ($folder) {
            $path = Join-Path $folder 'NSIS\makensis.exe'
            if (Test-Path -LiteralPath $path) {
                return $path
            }
        }
    }
    throw "NSIS is missing: install it from https://nsis.sourceforge.io ($NSISNeeded or later) and start again."
}

function Test-NSIS {
    param([string] $Path)
    $said = "$(Invoke-Checked $Path @('/VERSION'))"
    if ($said -notmatch '^v(\d+\.\d+)' -or [version] $Matches[1] -lt $NSISNeeded) {
        throw "NSIS $NSISNeeded or later is needed; $Path is $said."
    }
}

function Test-Python {
    if (-not (Get-Command -Name 'py.exe' -CommandType Application -ErrorAction SilentlyContinue)) {
        throw 'The launcher py is missing: install Python 3.11 (64-bit) from https://www.python.org.'
    }
    & py.exe -3.11 -c 'import platform, sys; sys.exit(platform.architecture()[0] != ''64bit'')'
    if ($LASTEXITCODE -ne 0) {
        throw 'Python 3.11 (64-bit) is missing: install it from https://www.python.org and start again.'
    }
    Invoke-Checked 'py.exe' @('-3.11', '-c', 'import sys; print(''--- CPython'', sys.version)')
}

function Build-Setup {
    $makensis = Find-NSIS
    Test-NSIS $makensis
    Test-Python

    $root = Split-Path -Parent $PSScriptRoot
    $work = Join-Path $outFolder 'work'
    if (Test-Path -LiteralPath $work) {
        Remove-Item -LiteralPath $work -Recurse -Force
    }
    New-Item -ItemType Directory -Path $work | Out-Null
    $env:PYTHONUTF8 = '1'
    $env:PYTHONPYCACHEPREFIX = Join-Path $work 'pycache'
    $env:PYINSTALLER_CONFIG_DIR = Join-Path $work 'pyinstaller'

    Write-Host '--- packages'
    $venv = Join-Path $work 'venv'
    Invoke-Checked 'py.exe' @('-3.11', '-m', 'venv', $venv)
    $python = Join-Path $venv 'Scripts\python.exe'
    Invoke-Checked $python @(
        '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:',
        '--require-hashes', '--requirement', (Join-Path $PSScriptRoot 'requirements-windows.txt')
    )

    Write-Host '--- program'
    $freezing = Join-Path $work 'freezing'
    $distributed = Join-Path $work 'dist'
    Invoke-Checked $python @(
        '-m', 'PyInstaller', '--noconfirm', '--log-level=WARN', '--workpath', $freezing,
        '--distpath', $distributed, (Join-Path $PSScriptRoot 'vinhloc_cds.spec')
    )
    $bundle = Join-Path $distributed 'VinhLocCDS'
    $sign = Join-Path $PSScriptRoot 'sign.py'
    Invoke-Checked $python @(
        $sign, (Join-Path $bundle 'VinhLocCDS.exe'), (Join-Path $bundle 'vinhloc-cds.exe')
    )

    Write-Host '--- check'
    $version = Invoke-Checked $python @(
        '-c', 'import sys; sys.path[:0] = sys.argv[1:]; import vinhloc_cds; print(vinhloc_cds.__version__)',
        $root
    )
    $name = "VinhLocCDS-$version"
    $contents = Join-Path $outFolder "$name-contents.txt"
    Invoke-Checked $python @((Join-Path $PSScriptRoot 'check_bundle.py'), $bundle, '--list', $contents)
    Invoke-Checked (Join-Path $bundle 'vinhloc-cds.exe') @('self-test', (Join-Path $work 'self-test'))

    Write-Host '--- installer'
    $setup = Join-Path $outFolder "$name-setup.exe"
    if (Test-Path -LiteralPath $setup) {
        Remove-Item -LiteralPath $setup -Force
    }
    $defined = @{
        'DIST'    = $bundle
        'OUT'     = $setup
        'VERSION' = $version
        'ICON'    = Join-Path $freezing 'vinhloc_cds\program.ico'
        # Both paths in quotes of their own, each with the backslash that 5.1 does not add.
        'SIGN'    = '\"' + $python + '\" \"' + $sign + '\"'
    }
    $options = @($defined.Keys | ForEach-Object { "-D$_=$($defined[$_])" })
    Invoke-Checked $makensis (
        @('-V2', '-INPUTCHARSET', 'UTF8') + $options + (Join-Path $PSScriptRoot 'installer.nsi')
    )
    Write-Host $setup
    Invoke-Checked $python @((Join-Path $PSScriptRoot 'release.py'), $setup)
}

try {
    New-Item -ItemType Directory -Path $Out -Force | Out-Null
    $outFolder = (Resolve-Path -LiteralPath $Out).ProviderPath
    Build-Setup
}
catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
