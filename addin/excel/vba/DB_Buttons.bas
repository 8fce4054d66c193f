Option Explicit
Private Sub DB_Call(ByVal key As String)
    Dim python As String, file As Integer
    On Error GoTo failed
    If Val(Application.Version) >= 12 Then
        If GetConfig("INTERPRETER_WIN") = "" Then GoTo failed
        RunPython "import macros.buttons; macros.buttons.run('" & key & "')"
        Exit Sub
    End If
    file = FreeFile
    Open Environ("HOME") & "/<interpreter>" For Input As #file
    Line Input #file, python
    Close #file
    If Dir(python) = "" Then GoTo failed
    Shell """" & python & """ -I -m macros.button_in_calc " & key & " " & DB_Hex(ThisWorkbook.Path & "/" & ThisWorkbook.Name), 0
    Exit Sub
failed:
    MsgBox ThisWorkbook.Names(<notice>).RefersToRange.Value, vbInformation
End Sub
Private Function DB_Hex(ByVal text As String) As String
    Dim place As Long
    For place = 1 To Len(text)
        DB_Hex = DB_Hex & Right("000" & Hex(AscW(Mid(text, place, 1)) And 65535), 4)
    Next
End Function
